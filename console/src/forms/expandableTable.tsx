import Box from '@cloudscape-design/components/box';
import { useMemo, useState } from 'react';

import type { TableRow } from '../api/behavior.gen';
import { TimelineChart } from '../charts/TimelineChart';
import { Sparkline } from '../charts/Sparkline';
import { DataTable } from '../components/DataTable';
import { type Form, type FormProps, tableHeight } from './form';
import { columnsOf, csvOfTable, filtersOf, partialNote } from './rows';

/** Rows that each have a timeline: small in the row, large below for the one that is chosen. */
function ExpandableTable({ data, look }: FormProps<'EXPANDABLE_TABLE'>) {
  const [chosen, choose] = useState<TableRow>();
  const columns = useMemo(
    () => [
      ...columnsOf(data, look),
      {
        id: 'gs-timeline',
        header: 'Over time',
        cell: (row: TableRow) => row.Timeline && <Sparkline data={row.Timeline} label={`Over time, ${rowLabel(row)}`} />,
        minWidth: 140,
      },
    ],
    [data, look],
  );
  const row = chosen !== undefined && data.Rows.includes(chosen) ? chosen : undefined;
  const note = partialNote(data);
  const drillDown = data.DrillDown;
  const filters = row && drillDown ? filtersOf(drillDown, row) : undefined;
  return (
    <>
      <DataTable
        rows={data.Rows}
        columns={columns}
        label={look.title}
        selected={row}
        onSelect={choose}
        {...(note === undefined ? {} : { footer: note })}
      />
      {row?.Timeline && (
        <div className="gs-expanded">
          <Box variant="awsui-key-label">{rowLabel(row)}, over time</Box>
          <TimelineChart
            data={row.Timeline}
            label={`${look.title}: ${rowLabel(row)}`}
            scope={look.scope}
            {...(drillDown && filters && look.onDetails
              ? { onOpen: (window) => look.onDetails?.({ drillDown, window, filters }) }
              : {})}
          />
        </div>
      )}
    </>
  );
}

/** The texts of a row, in the order of its columns. */
function rowLabel(row: TableRow): string {
  return Object.values(row.Cells)
    .filter((it) => typeof it === 'string' && Number.isNaN(Date.parse(it)))
    .join(' ');
}

export const EXPANDABLE_TABLE: Form<'EXPANDABLE_TABLE'> = {
  View: ExpandableTable,
  csv: csvOfTable,
  isEmpty: (data) => data.Rows.length === 0,
  heightOf: (data) => tableHeight(data.Rows.length),
  drillDown: (data) => data.DrillDown,
};
