// Numbers and sizes, as everybody writes them.

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const decimal = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });
const short = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });

/** `12,345`; below 100 with one decimal, where it has some. */
export function formatNumber(value: number): string {
  return (Math.abs(value) < 100 ? decimal : whole).format(value);
}

/** `12.3K`, for axes and cramped places. */
export function formatShort(value: number): string {
  return short.format(value);
}

const UNITS = ['bytes', 'KB', 'MB', 'GB', 'TB', 'PB'] as const;

/** `1.2 MB`, of a thousand each as AWS bills them. */
export function formatBytes(value: number): string {
  let size = value;
  let unit = 0;
  while (Math.abs(size) >= 999.95 && unit < UNITS.length - 1) {
    size /= 1000;
    unit += 1;
  }
  if (unit === 0) return size === 1 ? '1 byte' : `${whole.format(size)} bytes`;
  return `${decimal.format(size)} ${UNITS[unit]}`;
}

/** `3 findings`, `1 finding`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}
