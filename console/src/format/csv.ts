// Comma-separated values that a spreadsheet cannot mistake for formulas.

export type CsvValue = string | number | undefined;

/** What spreadsheets calculate begins so. OWASP, "CSV Injection". */
const FORMULA = /^[\s\u0000-\u0020\u00a0\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20|%]/;  

function field(value: CsvValue): string {
  if (value === undefined) return '';
  // Numbers are ours, and may be negative.
  if (typeof value === 'number') return String(value);
  const inert = FORMULA.test(value) || /^[\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n\t]|^\s|\s$|^'/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

/** RFC 4180, with a header. */
export function csvOf(header: readonly string[], rows: readonly (readonly CsvValue[])[]): string {
  return [header, ...rows].map((row) => row.map(field).join(',')).join('\r\n').concat('\r\n');
}

const kebab = (text: string): string =>
  text
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

/** `detective-<page>-<panel>-yyyy-mm-dd.csv`. User Guide, "Exporting data". */
export function csvName(page: string, panel: string, now: number): string {
  return `detective-${kebab(page)}-${kebab(panel)}-${new Date(now).toISOString().slice(0, 10)}.csv`;
}

/** Gives a text to the browser as a file. */
export function download(name: string, text: string, type = 'text/csv'): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
