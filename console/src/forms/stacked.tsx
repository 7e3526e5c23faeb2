// Columns that are read together, in one cell: a table of nine fits a screen then, with what one acts on.

import type { TableData, TableRow } from '../api/behavior.gen';
import { cellValue } from '../components/Cell';
import { seenColumn } from '../components/columns';
import type { Column } from '../components/DataTable';
import { FindingGroupLink, FindingLink } from '../components/EntityLink';
import { SafeText } from '../components/SafeText';

type TableColumn = TableData['Columns'][number];

interface Stack {
  /** The ids of the columns: all of them are there, or nothing is stacked. */
  readonly ids: readonly string[];
  readonly columnOf: (columns: readonly TableColumn[]) => Column<TableRow>;
}

const textAt = (row: TableRow, id: string): string | undefined => {
  const value = row.Cells[id];
  return typeof value === 'string' ? value : undefined;
};

/** A title that leads where the id would, which tells nobody anything. */
function titled(id: string, header: string, LinkTo: typeof FindingLink, below: readonly string[] = []): Stack {
  return {
    ids: [id, 'Title', ...below],
    columnOf: (columns) => ({
      id,
      header,
      minWidth: 200,
      cell: (row) => (
        <span className="gs-list">
          <LinkTo id={textAt(row, id) ?? ''} title={textAt(row, 'Title')} />
          {below.map((it) => (
            <span key={it} className="gs-secondary">
              <SafeText length={90}>{textAt(row, it) ?? ''}</SafeText>
            </span>
          ))}
        </span>
      ),
      value: (row) => textAt(row, 'Title'),
      text: (row) => columns.map((it) => cellValue(it.Label, row.Cells[it.Id]) ?? '').join(' '),
    }),
  };
}

const STACKS: readonly Stack[] = [
  titled('Finding', 'Finding', FindingLink, ['Type']),
  titled('FindingGroup', 'Finding group', FindingGroupLink),
  {
    ids: ['FirstSeen', 'LastSeen'],
    columnOf: () => seenColumn((row) => textAt(row, 'FirstSeen'), (row) => textAt(row, 'LastSeen')),
  },
];

/** The columns of a table, with those of a stack in the place of its first; `one` makes a column of any other. */
export function stacked(columns: readonly TableColumn[], one: (column: TableColumn) => Column<TableRow>): Column<TableRow>[] {
  const at = new Map(columns.map((it) => [it.Id, it]));
  const whole = STACKS.filter(({ ids }) => ids.every((it) => at.has(it)));
  return columns.flatMap((column) => {
    const stack = whole.find(({ ids }) => ids.includes(column.Id));
    if (stack === undefined) return [one(column)];
    if (stack.ids[0] !== column.Id) return [];
    return [stack.columnOf(stack.ids.flatMap((it) => at.get(it) ?? []))];
  });
}
