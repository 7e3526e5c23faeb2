// What the forms with rows have in common.

import Button from '@cloudscape-design/components/button';
import Popover from '@cloudscape-design/components/popover';

import type { DrillDown, Filter, TableData, TableRow } from '../api/behavior.gen';
import { Cell, cellValue, isNumeric, leastWidth } from '../components/Cell';
import type { Column } from '../components/DataTable';
import { csvRows } from '../components/DataTable';
import { isSeverity, SEVERITIES } from '../components/Severity';
import { Sentence } from '../components/Sentence';
import { TimeRange } from '../components/Time';
import { formatNumber } from '../format/number';
import type { Csv } from '../components/CopyAs';
import { snapped } from '../scope/scope';
import type { ChosenFinding, Look } from './form';
import { stacked } from './stacked';

/** What a row has in a column. What is usual is never without its reason, and told there. */
export function cellOf(row: TableRow, column: TableData['Columns'][number]) {
  return column.Type === 'EXPECTED' ? row.Explanation?.Expected : row.Cells[column.Id];
}

/** Severities sort by how bad they are, everything else by itself. */
function valueOf(row: TableRow, column: TableData['Columns'][number]) {
  const value = cellOf(row, column);
  if (column.Type === 'SEVERITY' && typeof value === 'string' && isSeverity(value)) return SEVERITIES.length - SEVERITIES.indexOf(value);
  return cellValue(column.Label, value);
}

/** Why something is here: what was seen, what is usual, and since when that is known. */
export function Why({ of: why }: { of: TableRow['Explanation'] }) {
  if (!why) return null;
  return (
    <Popover
      header="Why is this here?"
      triggerType="custom"
      size="large"
      content={
        <div className="gs-why">
          <p>
            <Sentence length={600}>{why.Sentence}</Sentence>
          </p>
          <p>
            Observed {formatNumber(why.Observed)}, usual {formatNumber(why.Expected)}. Compared with{' '}
            <TimeRange start={Date.parse(why.Window.StartTime)} end={Date.parse(why.Window.EndTime)} />.
          </p>
        </div>
      }
    >
      <Button variant="inline-icon" iconName="status-info" ariaLabel="Why is this here?" />
    </Popover>
  );
}

/** The filters that a row stands for, if all of its columns have a value. */
export function filtersOf(drillDown: DrillDown, row: TableRow): Filter[] | undefined {
  const filters: Filter[] = [...(drillDown.Filters ?? [])];
  for (const { Dimension, Column: column } of drillDown.RowFilters ?? []) {
    const value = row.Cells[column];
    if (value === undefined || Array.isArray(value)) return undefined;
    const text = typeof value === 'object' ? value.EntityId : String(value);
    filters.push({ Dimension: Dimension as Filter['Dimension'], Operator: 'EQUALS', Values: [text] });
  }
  return filters;
}

/** As wide as the longest word, or as three lines of the longest text: what a column of texts needs depends on them. */
function widthOf(data: TableData, column: TableData['Columns'][number]): number {
  if (column.Type !== 'TEXT') return leastWidth(column.Type);
  let width = leastWidth('TEXT');
  for (const row of data.Rows.slice(0, 200)) {
    const value = row.Cells[column.Id];
    // Of a list, each text has a line of its own.
    const texts = typeof value === 'string' ? [value] : Array.isArray(value) ? value : [];
    for (const text of texts) {
      const word = Math.max(...text.split(/\s+/).map((it) => it.length));
      width = Math.max(width, word * 7.6 + 44, text.length * 3);
    }
  }
  return Math.min(width, 240);
}

/** The columns of a table as the server names them, then why the row is here and what is behind it. */
export function columnsOf(data: TableData, look: Look): Column<TableRow>[] {
  const columns = stacked(data.Columns, (column) => ({
    id: column.Id,
    header: column.Label,
    isNumber: isNumeric(column.Type),
    isTime: column.Type === 'TIME',
    minWidth: widthOf(data, column),
    cell: (row) => <Cell type={column.Type} name={column.Label} value={cellOf(row, column)} inTable />,
    value: (row) => valueOf(row, column),
  }));
  const { DrillDown: drillDown, Rows: rows } = data;
  const hasWhy = rows.some((it) => it.Explanation);
  const hasDetails = drillDown?.RowFilters !== undefined && look.onDetails !== undefined;
  if (hasWhy || hasDetails) {
    columns.push({
      id: 'gs-actions',
      header: hasWhy ? 'Why' : 'Details',
      minWidth: hasWhy && hasDetails ? 125 : 95,
      cell: (row) => {
        const filters = drillDown && hasDetails ? filtersOf(drillDown, row) : undefined;
        return (
          <span className="gs-row-actions">
            {hasWhy && <Why of={row.Explanation} />}
            {drillDown && filters && (
              <Button variant="inline-link" onClick={() => look.onDetails?.({ drillDown, window: look.scope, filters })}>
                Details
              </Button>
            )}
          </span>
        );
      },
    });
  }
  return columns;
}

/** What is exported says severities by their names. */
export function csvOfTable(data: TableData): Csv {
  return csvRows<TableRow>(
    data.Columns.map((column) => ({ id: column.Id, header: column.Label, cell: () => null, value: (row) => cellValue(column.Label, cellOf(row, column)) })),
    data.Rows,
  );
}

/** The finding that a row is about. */
export function findingOf(row: TableRow, column: string): ChosenFinding | undefined {
  const { [column]: id, FirstSeen: first, LastSeen: last } = row.Cells;
  if (typeof id !== 'string') return undefined;
  const [start, end] = [first, last].map((it) => (typeof it === 'string' ? Date.parse(it) : NaN));
  return { id, observed: start !== undefined && end !== undefined && end >= start ? snapped(start, end + 1) : undefined };
}

/** Where fewer rows are answered than there are. */
export function partialNote(data: TableData): string | undefined {
  if (data.RowCount <= data.Rows.length) return undefined;
  return `The first ${formatNumber(data.Rows.length)} of ${formatNumber(data.RowCount)} rows. A shorter scope time has fewer.`;
}
