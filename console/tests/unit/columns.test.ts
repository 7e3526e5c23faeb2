// Columns that are stacked in a cell are still found, sorted and exported one by one.

import { expect, test } from 'vitest';

import type { CellType, TableData } from '../../src/api/behavior.gen';
import { seenColumn } from '../../src/components/columns';
import { csvRows } from '../../src/components/DataTable';
import { stacked } from '../../src/forms/stacked';

interface Seen {
  readonly first: string;
  readonly last: string;
}

const ROW: Seen = { first: '2026-11-25T01:00:00Z', last: '2026-11-26T02:00:00Z' };

test('first and last seen are a column on the screen, and two in a file', () => {
  const column = seenColumn<Seen>((it) => it.first, (it) => it.last, 'observed');
  expect(column.header).toBe('First and last observed');
  expect(column.value?.(ROW)).toBe(ROW.last);
  expect(csvRows([column], [ROW])).toEqual({ header: ['First observed', 'Last observed'], rows: [[ROW.first, ROW.last]] });
});

type Columns = TableData['Columns'];

const columns = (...all: readonly (readonly [id: string, label: string, type: CellType])[]): Columns => all.map(([Id, Label, Type]) => ({ Id, Label, Type }));
const idsOf = (of: Columns): string[] => stacked(of, (it) => ({ id: it.Id, header: it.Label, cell: () => null })).map((it) => it.id);

test('a finding is its title with its type, where the first of them was', () => {
  const of = columns(['Severity', 'Severity', 'SEVERITY'], ['Finding', 'Finding', 'FINDING'], ['Title', 'Title', 'TEXT'], ['Type', 'Finding type', 'TEXT'], ['Count', 'Count', 'COUNT']);
  expect(idsOf(of)).toEqual(['Severity', 'Finding', 'Count']);
});

test('what is found in a stack is what is in all of its lines, and it is sorted by its title', () => {
  const of = columns(['Finding', 'Finding', 'FINDING'], ['Title', 'Title', 'TEXT'], ['Type', 'Finding type', 'TEXT']);
  const [column] = stacked(of, (it) => ({ id: it.Id, header: it.Label, cell: () => null }));
  const row = { Cells: { Finding: 'f-1', Title: 'A port was probed', Type: 'Recon:EC2/PortProbe' } };
  expect(column?.value?.(row)).toBe('A port was probed');
  expect(column?.text?.(row)).toBe('f-1 A port was probed Recon:EC2/PortProbe');
});

test('a column whose fellows are not there stays as it is', () => {
  expect(idsOf(columns(['Title', 'Title', 'TEXT'], ['LastSeen', 'Last seen', 'TIME']))).toEqual(['Title', 'LastSeen']);
});
