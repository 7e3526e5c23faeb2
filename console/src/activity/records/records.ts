// What the records of the log behind a row are asked by, and what is said of the answer.

import type { Bin, Filter } from '../../api/behavior.gen';
import { ceilHour, floorHour, HOUR, type Scope } from '../../scope/scope';
import type { Node } from '../levels';

/** A row of one API call has records to be shown; the rows above it are many calls. */
export function isOneCall(node: Node): boolean {
  const dimensions = (node.filters ?? []).map((it) => it.Dimension);
  return dimensions.includes('Api') && dimensions.includes('Service');
}

/** The whole hours in which a row has calls. */
export function spanOf(node: Node): Scope {
  const start = floorHour(Date.parse(node.group.FirstSeen));
  return { start, end: Math.max(ceilHour(Date.parse(node.group.LastSeen) + 1), start + HOUR) };
}

export interface HourOfCalls {
  /** Milliseconds since 1970. */
  readonly start: number;
  readonly calls: number;
}

/** The hours with calls, the latest first. */
export function hoursOf(bins: readonly Pick<Bin, 'StartTime' | 'SuccessCount' | 'FailureCount'>[]): HourOfCalls[] {
  return bins
    .map((it) => ({ start: Date.parse(it.StartTime), calls: (it.SuccessCount ?? 0) + (it.FailureCount ?? 0) }))
    .filter((it) => it.calls > 0)
    .sort((a, b) => b.start - a.start);
}

/** What a record says of itself where its parts are strings: anything may be in a log. */
export function headOf(record: Readonly<Record<string, unknown>>): { readonly time: string; readonly text: string } {
  const part = (name: string): string | undefined => (typeof record[name] === 'string' ? record[name] : undefined);
  const text = ['eventName', 'errorCode', 'sourceIPAddress', 'awsRegion'].map(part).filter((it) => it !== undefined);
  return { time: part('eventTime') ?? '', text: text.join(' · ') };
}

/** The oldest first, as far as they are loaded: log objects are read as they were delivered, each in an order of its own. */
export function inOrderOfTime<R extends { readonly Record: Readonly<Record<string, unknown>> }>(records: readonly R[]): R[] {
  // Records without a time are the last; those of the same second stay as they are.
  const timeOf = ({ Record }: R): number => {
    const time = Date.parse(headOf(Record).time);
    return Number.isNaN(time) ? Infinity : time;
  };
  return records
    .map((record) => ({ record, time: timeOf(record) }))
    .sort((a, b) => (a.time === b.time ? 0 : a.time - b.time))
    .map((it) => it.record);
}

/** As CloudTrail writes a log file, so that whatever reads those reads this. */
export function fileOf(records: readonly { readonly Record: object }[]): string {
  return `${JSON.stringify({ Records: records.map(({ Record }) => Record) }, null, 2)}\n`;
}

/** `detective-records-list-buckets-2026-11-25T06.json` */
export function fileName(filters: readonly Filter[], hour: number): string {
  const api = filters.find((it) => it.Dimension === 'Api')?.Values[0] ?? '';
  const name = api
    .replace(/[^A-Za-z0-9]+/g, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .slice(0, 60);
  return `detective-records${name === '' ? '' : `-${name}`}-${new Date(hour).toISOString().slice(0, 13)}.json`;
}
