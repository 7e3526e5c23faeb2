// A value of a panel, by what the server says that it is.

import type { ReactNode } from 'react';

import type { Cell as CellValue, CellType, EntityCell } from '../api/behavior.gen';
import { typeName } from '../entities/names';
import { isEntityType } from '../entities/types';
import type { CsvValue } from '../format/csv';
import { formatBytes, formatNumber } from '../format/number';
import { wordOf, WORDS_OF_COLUMNS } from '../format/words';
import { AccountLink, EntityLink, FindingGroupLink, FindingLink } from './EntityLink';
import { SafeText } from './SafeText';
import { isSeverity, Severity } from './Severity';
import { Time } from './Time';

function isEntityCell(value: CellValue): value is EntityCell {
  return typeof value === 'object' && !Array.isArray(value) && 'EntityId' in value;
}

function textOf(value: CellValue): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.join(', ');
  return value.Name ?? value.EntityId;
}

/** An account is written as text, and is an entity all the same. */
const isAccount = (name: string, value: CellValue): value is string => /^account/i.test(name) && typeof value === 'string' && /^\d{12}$/.test(value);

/** Finding groups are no entities; their ids are UUIDs. */
const isGroup = (name: string, value: CellValue): value is string => name === 'Finding group' && typeof value === 'string' && /^[0-9a-f-]{36}$/.test(value);

/** What the API names with a constant, in a column that has such. */
export function wordOfCell(name: string, value: string): string {
  if (name === 'Type') return typeName(value);
  return wordOf(WORDS_OF_COLUMNS[name] ?? {}, value);
}

function text(value: CellValue, name: string): ReactNode {
  if (isAccount(name, value)) return <AccountLink id={value} />;
  if (isGroup(name, value)) return <FindingGroupLink id={value} />;
  if (isEntityCell(value)) return entity(value, name);
  if (Array.isArray(value)) {
    return (
      <span className="gs-list">
        {value.map((it, index) => (
          <span key={index}>{isAccount(name, it) ? <AccountLink id={it} /> : <SafeText>{it}</SafeText>}</span>
        ))}
      </span>
    );
  }
  return <SafeText>{wordOfCell(name, String(value))}</SafeText>;
}

function entity(value: CellValue, name: string): ReactNode {
  if (!isEntityCell(value)) return text(value, name);
  return isEntityType(value.EntityType) ? <EntityLink type={value.EntityType} id={value.EntityId} name={value.Name} /> : <SafeText>{textOf(value)}</SafeText>;
}

const number = (format: (value: number) => string) => (value: CellValue, name: string) =>
  typeof value === 'number' ? format(value) : text(value, name);

/** Exhaustive by type, as a new kind of value is a new thing to know. */
const VIEWS: Readonly<Record<CellType, (value: CellValue, name: string, inTable: boolean) => ReactNode>> = {
  TEXT: text,
  COUNT: number(formatNumber),
  BYTES: number(formatBytes),
  EXPECTED: number(formatNumber),
  TIME: (value, name, inTable) => (typeof value === 'string' ? <Time of={value} bare={inTable} /> : text(value, name)),
  ENTITY: entity,
  FINDING: (value, name) => (typeof value === 'string' ? <FindingLink id={value} /> : text(value, name)),
  SEVERITY: (value, name) => (typeof value === 'string' && isSeverity(value) ? <Severity of={value} /> : text(value, name)),
};

export function Cell({ type, name, value, inTable = false }: { type: CellType; name: string; value: CellValue | undefined; inTable?: boolean }) {
  if (value === undefined) return <span className="gs-none">–</span>;
  return <>{(VIEWS[type] ?? text)(value, name, inTable)}</>;
}

/** Below these a column is unreadable, and the table scrolls instead. */
const LEAST_WIDTHS: Readonly<Record<CellType, number>> = { TEXT: 90, COUNT: 90, BYTES: 100, EXPECTED: 90, TIME: 140, ENTITY: 190, FINDING: 125, SEVERITY: 110 };

export function leastWidth(type: CellType): number {
  return LEAST_WIDTHS[type] ?? LEAST_WIDTHS.TEXT;
}

export function isNumeric(type: CellType): boolean {
  return type === 'COUNT' || type === 'BYTES' || type === 'EXPECTED';
}

/** What is read in a cell, as a value to sort by, to look for and to export. */
export function cellValue(name: string, value: CellValue | undefined): CsvValue {
  if (value === undefined || typeof value === 'number') return value;
  return wordOfCell(name, textOf(value));
}
