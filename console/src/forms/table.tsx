import { useMemo } from 'react';

import { DataTable } from '../components/DataTable';
import type { Form, FormProps } from './form';
import { columnsOf, csvOfTable, partialNote } from './rows';

/** Rows, sorted, filtered and in pages. */
function Table({ data, look }: FormProps<'TABLE'>) {
  const columns = useMemo(() => columnsOf(data, look), [data, look]);
  const note = partialNote(data);
  return <DataTable rows={data.Rows} columns={columns} label={look.title} {...(note === undefined ? {} : { footer: note })} />;
}

export const TABLE: Form<'TABLE'> = {
  View: Table,
  csv: csvOfTable,
  isEmpty: (data) => data.Rows.length === 0,
  drillDown: (data) => data.DrillDown,
};
