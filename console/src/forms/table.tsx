import { useMemo } from 'react';

import type { TableRow } from '../api/behavior.gen';
import { DataTable } from '../components/DataTable';
import { type Form, type FormProps, type Look, tableHeight } from './form';
import { columnsOf, csvOfTable, findingOf, partialNote } from './rows';

/** Rows, sorted, filtered and in pages. */
function Table({ data, look }: FormProps<'TABLE'>) {
  const columns = useMemo(() => columnsOf(data, look), [data, look]);
  const note = partialNote(data);
  return <DataTable rows={data.Rows} columns={columns} label={look.title} {...(note === undefined ? {} : { footer: note })} {...choiceOf(data, look)} />;
}

/** A table of findings has one of them shown beside the page. */
function choiceOf(data: FormProps<'TABLE'>['data'], { finding, onFinding }: Look) {
  const column = data.Columns.find((it) => it.Type === 'FINDING');
  if (column === undefined || onFinding === undefined) return {};
  return {
    noun: 'finding',
    trackBy: (row: TableRow) => findingOf(row, column.Id)?.id ?? '',
    selected: data.Rows.find((it) => it.Cells[column.Id] === finding),
    onSelect: (row: TableRow | undefined) => {
      const chosen = row && findingOf(row, column.Id);
      if (chosen) onFinding(chosen);
    },
  };
}

export const TABLE: Form<'TABLE'> = {
  View: Table,
  csv: csvOfTable,
  isEmpty: (data) => data.Rows.length === 0,
  heightOf: (data) => tableHeight(data.Rows.length),
  drillDown: (data) => data.DrillDown,
};
