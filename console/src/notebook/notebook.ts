// What an analyst keeps of an investigation: panels, findings, groups and reports as they were when they were pinned, each
// with a note. It is kept in the browser, so it holds what was seen and not what would be seen now.

import type { EntityType } from '../api/behavior.gen';
import { isEntityType } from '../entities/types';
import type { CsvValue } from '../format/csv';
import type { Scope } from '../scope/scope';
import { storeOf } from '../state/store';

/** Rows that are kept of a table; browsers keep some megabytes in all. */
export const MOST_ROWS = 200;
export const MOST_PINS = 60;

/** Whose page it was on; that of Summary is of the account that looked. */
export interface About {
  readonly type: EntityType | 'Finding' | 'FindingGroup' | 'Investigation' | 'Summary';
  readonly id: string;
}

export interface PinnedTable {
  /** Absent where the pin has one table only, which is named as it is. */
  readonly title?: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
  /** How many rows there were. */
  readonly rowCount: number;
  /** Whether the first column is the begin of an interval, and the others are what happened in it. */
  readonly isTimeline: boolean;
}

export interface Pin {
  readonly id: string;
  readonly title: string;
  /** What it says in a sentence, or in some. */
  readonly guidance: string;
  readonly about: About;
  readonly scope: Scope;
  readonly pinnedAt: number;
  readonly note: string;
  readonly tables: readonly PinnedTable[];
}

export interface Notebook {
  readonly title: string;
  readonly summary: string;
  readonly pins: readonly Pin[];
}

export const EMPTY: Notebook = { title: 'Investigation', summary: '', pins: [] };

const isText = (it: unknown): it is string => typeof it === 'string';
const isTime = (it: unknown): it is number => typeof it === 'number' && Number.isFinite(it);
const isCell = (it: unknown): it is string | number | null => it === null || isText(it) || isTime(it);

const OTHERS: readonly string[] = ['Finding', 'FindingGroup', 'Investigation', 'Summary'];
const isAbout = (type: string): boolean => isEntityType(type) || OTHERS.includes(type);

function isTable(stored: unknown): stored is PinnedTable {
  if (typeof stored !== 'object' || stored === null) return false;
  const it = stored as Partial<PinnedTable>;
  return (
    (it.title === undefined || isText(it.title)) &&
    isTime(it.rowCount) &&
    Array.isArray(it.header) &&
    it.header.every(isText) &&
    Array.isArray(it.rows) &&
    it.rows.every((row: unknown) => Array.isArray(row) && row.every(isCell))
  );
}

function isPin(stored: unknown): stored is Pin {
  if (typeof stored !== 'object' || stored === null) return false;
  const it = stored as Partial<Pin>;
  return (
    [it.id, it.title, it.guidance, it.note, it.about?.id].every(isText) &&
    [it.scope?.start, it.scope?.end, it.pinnedAt].every(isTime) &&
    isAbout(String(it.about?.type)) &&
    Array.isArray(it.tables) &&
    it.tables.every(isTable)
  );
}

export function parseNotebook(stored: unknown): Notebook {
  const it = (typeof stored === 'object' && stored !== null ? stored : {}) as Partial<Notebook>;
  return {
    title: isText(it.title) ? it.title : EMPTY.title,
    summary: isText(it.summary) ? it.summary : '',
    pins: Array.isArray(it.pins) ? it.pins.filter(isPin).slice(0, MOST_PINS) : [],
  };
}

export const notebookStore = storeOf('gumshoe.notebook', parseNotebook);

export interface Snapshot {
  readonly title?: string;
  readonly isTimeline?: boolean;
  readonly header: readonly string[];
  readonly rows: readonly (readonly CsvValue[])[];
}

/** What JSON keeps: nothing is null. */
export function keptRows(rows: Snapshot['rows']): PinnedTable['rows'] {
  return rows.slice(0, MOST_ROWS).map((row) => row.map((it) => it ?? null));
}

/** Whether there was room for it. */
export function pin(made: Omit<Pin, 'id' | 'pinnedAt' | 'note' | 'tables'>, snapshots: readonly Snapshot[]): boolean {
  const notebook = notebookStore.get();
  if (notebook.pins.length >= MOST_PINS) return false;
  const pinnedAt = Date.now();
  const tables = snapshots.map(({ title, isTimeline = false, header, rows }) => ({
    ...(title === undefined ? {} : { title }),
    isTimeline,
    header: [...header],
    rows: keptRows(rows),
    rowCount: rows.length,
  }));
  const added: Pin = { ...made, id: `${pinnedAt}-${notebook.pins.length}`, pinnedAt, note: '', tables };
  notebookStore.set({ ...notebook, pins: [...notebook.pins, added] });
  return true;
}

/** The pins with one of them moved by a place. */
export function moved(pins: readonly Pin[], id: string, by: -1 | 1): readonly Pin[] {
  const from = pins.findIndex((it) => it.id === id);
  const to = from + by;
  const [it, other] = [pins[from], pins[to]];
  if (it === undefined || other === undefined) return pins;
  return pins.map((pin, index) => (index === from ? other : index === to ? it : pin));
}
