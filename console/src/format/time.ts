// Times, in UTC or the browser's zone. Year first, so that nobody takes a day for a month.

import type { Preferences } from '../state/preferences';

export type TimeZone = Preferences['timeZone'];

const pad = (value: number): string => String(value).padStart(2, '0');

/** A date whose UTC getters give the zone's clock. */
function clock(time: number, zone: TimeZone): Date {
  return zone === 'utc' ? new Date(time) : new Date(time - new Date(time).getTimezoneOffset() * 60_000);
}

/** `UTC`, or `UTC+02:00`. */
export function zoneName(time: number, zone: TimeZone): string {
  if (zone === 'utc') return 'UTC';
  const minutes = -new Date(time).getTimezoneOffset();
  const size = Math.abs(minutes);
  return `UTC${minutes < 0 ? '-' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
}

/** `2026-11-25` */
export function formatDay(time: number, zone: TimeZone): string {
  const it = clock(time, zone);
  return `${it.getUTCFullYear()}-${pad(it.getUTCMonth() + 1)}-${pad(it.getUTCDate())}`;
}

/** `16:39` */
export function formatClock(time: number, zone: TimeZone): string {
  const it = clock(time, zone);
  return `${pad(it.getUTCHours())}:${pad(it.getUTCMinutes())}`;
}

/** The time of a day and a clock as they are written here; not a number where they are none. */
export function timeOf(day: string, at: string, zone: TimeZone): number {
  return Date.parse(`${day}T${at}${zone === 'utc' ? 'Z' : ''}`);
}

/** `2026-11-25 16:39 UTC`; with seconds, `2026-11-25 16:39:07 UTC`; bare, without the zone. */
export function formatTime(time: number, zone: TimeZone, how: { seconds?: boolean; bare?: boolean } = {}): string {
  const seconds = how.seconds ? `:${pad(new Date(time).getUTCSeconds())}` : '';
  return `${formatDay(time, zone)} ${formatClock(time, zone)}${seconds}${how.bare ? '' : ` ${zoneName(time, zone)}`}`;
}

/** `2026-11-25 06:00 – 2026-11-26 06:00 UTC`, the day once where it is the same. */
export function formatRange(start: number, end: number, zone: TimeZone): string {
  const sameDay = formatDay(start, zone) === formatDay(end, zone);
  const to = sameDay ? formatClock(end, zone) : `${formatDay(end, zone)} ${formatClock(end, zone)}`;
  return `${formatDay(start, zone)} ${formatClock(start, zone)} – ${to} ${zoneName(end, zone)}`;
}

/** A moment as the server writes it, as a word of its own: what is within a name is the name's. */
const MOMENT = /(?<=^|\s)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z(?=[.,;:]?(?:\s|$))/g;

/** A sentence of the server with its moments as the analyst wants times; to the second where they are not of whole minutes. */
export function withTimes(sentence: string, zone: TimeZone): string {
  return sentence.replace(MOMENT, (moment) => {
    const time = Date.parse(moment);
    return Number.isNaN(time) ? moment : formatTime(time, zone, { seconds: time % 60_000 >= 1000 });
  });
}

const SPANS = [
  [86_400_000, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
  [1000, 'second'],
] as const;

/** `7 days`, `1 hour`, in the largest unit that fits. */
export function formatSpan(milliseconds: number): string {
  for (const [size, name] of SPANS) {
    if (milliseconds >= size) {
      const count = Math.round(milliseconds / size);
      return `${count} ${name}${count === 1 ? '' : 's'}`;
    }
  }
  return 'less than a second';
}
