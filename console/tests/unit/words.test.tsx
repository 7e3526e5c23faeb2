import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';

import type { FindingSeverity } from '../../src/api/behavior.gen';
import { Cell, cellValue } from '../../src/components/Cell';
import { severityColumn } from '../../src/components/columns';
import { csvRows } from '../../src/components/DataTable';
import { ENTITY_TYPES } from '../../src/entities/types';
import * as words from '../../src/format/words';
import { INDICATOR_KINDS } from '../../src/investigation/indicators';

/** Every enumeration of the API's document, by where it is. */
function enumerations(schema: unknown, place: string): [place: string, values: string[]][] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]): [string, string[]][] =>
    key === 'enum' && Array.isArray(value) ? [[place.replace(/\.(properties|items)/g, ''), value as string[]]] : enumerations(value, `${place}.${key}`),
  );
}

/** What requests are made of, what forms are told apart by, and what a dimension is called (activity/dimensions.ts). */
const NOT_SHOWN = [/\.Sort(By|Mode|Order)$|^SortOrder$/, /^Filter\.Operator$/, /\.FilterConnector$/, /^(ActivitySource|Dimension|BinSize|CellType)$/, /^Panel\./, /\.ErrorCode$/, /^IngestWarning\.Reason$/];

const TABLES: readonly Readonly<Record<string, unknown>>[] = [
  ...Object.entries(words).flatMap(([name, table]) => (/^[A-Z_]+_WORDS$/.test(name) ? [table as Readonly<Record<string, string>>] : [])),
  ENTITY_TYPES,
  INDICATOR_KINDS,
  // Kinds of principals of the Detective API, which reports show by their ARN and icon.
  { IAM_ROLE: 'AWS role', IAM_USER: 'AWS user' },
  // Tactics of ATT&CK are words already.
  Object.fromEntries(['Initial Access', 'Execution', 'Persistence', 'Privilege Escalation', 'Defense Evasion', 'Credential Access', 'Discovery', 'Lateral Movement', 'Collection', 'Command and Control', 'Exfiltration', 'Impact', 'Other'].map((it) => [it, it])),
];

test('every constant that the API answers has a word', () => {
  const document = JSON.parse(readFileSync(join(import.meta.dirname, '../../../docs/openapi.json'), 'utf8')) as { components: { schemas: Record<string, unknown> } };
  const found = Object.entries(document.components.schemas).flatMap(([name, schema]) => enumerations(schema, name));
  expect(found.length).toBeGreaterThan(30);
  const shown = found.filter(([place]) => !NOT_SHOWN.some((it) => it.test(place)));
  const missing = shown.flatMap(([place, values]) => {
    const [best = values] = TABLES.map((table) => values.filter((it) => !Object.hasOwn(table, it))).sort((a, b) => a.length - b.length);
    return best.map((it) => `${place}: ${it}`);
  });
  expect(missing).toEqual([]);
});

test('no word looks like a constant', () => {
  for (const table of TABLES) for (const word of Object.values(table)) if (typeof word === 'string') expect(word).not.toMatch(/^[A-Z_]{3,}$|_/);
});

const shown = (name: string, value: string) => renderToStaticMarkup(<Cell type="TEXT" name={name} value={value} />).replace(/<[^>]*>/g, '');

test('a column of constants shows words, and sorts, finds and exports them', () => {
  expect(shown('New for', 'GRAPH')).toBe('All accounts');
  expect(shown('State', 'ARCHIVED')).toBe('Archived');
  expect(shown('Status', 'INACTIVE')).toBe('Inactive');
  expect(shown('Type', 'AwsRoleSession')).toBe('Role session');
  expect(cellValue('New for', 'GRAPH')).toBe('All accounts');
  expect(cellValue('Severity', 'HIGH')).toBe('High');
});

test('a text of a log stays itself, whatever it says', () => {
  expect(shown('Name', 'GRAPH')).toBe('GRAPH');
  expect(shown('User agent', 'ACTIVE')).toBe('ACTIVE');
  expect(shown('New for', 'constructor')).toBe('constructor');
  expect(cellValue('Name', 'ACTIVE')).toBe('ACTIVE');
});

test('severities are sorted by how bad they are, and found and exported by their words', () => {
  const column = severityColumn((row: { severity: FindingSeverity | undefined }) => row.severity, { none: 'Not yet' });
  const rows = (['LOW', 'CRITICAL', undefined] as const).map((severity) => ({ severity }));
  const order = [...rows].sort((a, b) => Number(column.value?.(a)) - Number(column.value?.(b)));
  expect(order.map((it) => it.severity)).toEqual([undefined, 'LOW', 'CRITICAL']);
  expect(csvRows([column], rows)).toEqual({ header: ['Severity'], rows: [['Low'], ['Critical'], ['Not yet']] });
});
