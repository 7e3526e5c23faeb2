// What two panels of the same kind have in common, and what only one of them has.

import type { TimelineData } from '../api/behavior.gen';
import type { AnyPanel } from '../api/panel';
import type { CsvValue } from '../format/csv';

export interface Rows {
  readonly form: 'rows';
  readonly onlyA: readonly string[];
  readonly onlyB: readonly string[];
  readonly both: number;
}

export interface Sums {
  readonly form: 'sums';
  readonly sums: readonly { readonly label: string; readonly isBytes: boolean; readonly a: number; readonly b: number }[];
}

export type Difference = Rows | Sums | undefined;

/** A table as it is exported. */
type Table = readonly (readonly CsvValue[])[];

/** Every text of a row that is no number and no time: what it is about. */
function keysOf(rows: Table): Set<string> {
  return new Set(rows.map((row) => row.filter((it) => typeof it === 'string' && !/^\d{4}-\d{2}-\d{2}T/.test(it)).join(', ')));
}

export function rowsDifference(a: Table, b: Table): Rows {
  const [ofA, ofB] = [keysOf(a), keysOf(b)];
  const onlyA = [...ofA].filter((it) => !ofB.has(it));
  return { form: 'rows', onlyA, onlyB: [...ofB].filter((it) => !ofA.has(it)), both: ofA.size - onlyA.length };
}

/** What happened in a scope time: a timeline has some time before and after it, too. */
function sumWithin(data: TimelineData, values: readonly number[], scope: { readonly start: number; readonly end: number }): number {
  return values.reduce((sum, value, bin) => {
    const start = Date.parse(data.StartTimes[bin] ?? '');
    return start >= scope.start && start < scope.end ? sum + value : sum;
  }, 0);
}

interface Timed {
  readonly data: TimelineData;
  readonly scope: { readonly start: number; readonly end: number };
}

export function sumsDifference(a: Timed, b: Timed): Sums {
  const others = new Map(b.data.Series.map((it) => [it.Id, it]));
  return {
    form: 'sums',
    sums: a.data.Series.map((it) => ({
      label: it.Label,
      isBytes: it.Type === 'BYTES',
      a: sumWithin(a.data, it.Values, a.scope),
      b: sumWithin(b.data, others.get(it.Id)?.Values ?? [], b.scope),
    })),
  };
}

/** `3 times as much`, `−50 %`, from A to B. */
export function ratioWords(a: number, b: number): string {
  if (a === b) return 'the same';
  if (a === 0) return 'only in B';
  if (b === 0) return 'only in A';
  const ratio = b / a;
  if (ratio >= 2) return `${ratio >= 10 ? Math.round(ratio) : Math.round(ratio * 10) / 10} times as much`;
  const percent = Math.round((ratio - 1) * 100);
  return percent === 0 ? 'about the same' : `${percent > 0 ? '+' : '−'}${Math.abs(percent)} %`;
}

/** Panels of both sides by their ids, in the order of the first. */
export function pairsOf(a: readonly AnyPanel[], b: readonly AnyPanel[]): { readonly id: string; readonly a: AnyPanel | undefined; readonly b: AnyPanel | undefined }[] {
  const ids = [...new Set([...a, ...b].map((it) => it.Id))];
  return ids.map((id) => ({ id, a: a.find((it) => it.Id === id), b: b.find((it) => it.Id === id) }));
}
