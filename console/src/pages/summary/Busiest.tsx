// A table of those with the most of something, each with its week as a word, and the hours of the chosen one below.

import { lazy, type ReactNode, Suspense, useMemo, useState } from 'react';
import Box from '@cloudscape-design/components/box';

import type { TimelineData } from '../../api/behavior.gen';
import { Sparkline } from '../../charts/Sparkline';
import { timelineHeight } from '../../charts/timeline';
import { type Column, DataTable } from '../../components/DataTable';
import { SafeText } from '../../components/SafeText';
import { Loading } from '../../components/States';
import { visible } from '../../format/text';
import { navigate } from '../../app/location';
import type { Scope } from '../../scope/scope';
import { coarse } from './timelines';

// Charts are half of what the page would load, and none is drawn before a row is chosen.
const TimelineChart = lazy(async () => ({ default: (await import('../../charts/TimelineChart')).TimelineChart }));

interface Props<T> {
  readonly rows: readonly T[];
  readonly columns: readonly Column<T>[];
  readonly title: string;
  readonly noun: string;
  readonly window: Scope;
  readonly nameOf: (row: T) => string;
  readonly keyOf: (row: T) => string;
  readonly timelineOf: (row: T) => TimelineData;
  /** Where an interval of a row's timeline leads. */
  readonly hrefOf: (row: T, interval: Scope) => string;
  readonly empty: ReactNode;
}

export function Busiest<T>({ rows, columns, title, noun, window, nameOf, keyOf, timelineOf, hrefOf, empty }: Props<T>) {
  const [chosen, choose] = useState<string>();
  const all = useMemo(
    () => [
      ...columns,
      { id: 'week', header: '7 days', minWidth: 140, cell: (row: T) => <Sparkline data={coarse(timelineOf(row))} label={`7 days of ${visible(nameOf(row))}`} /> },
    ],
    [columns, timelineOf, nameOf],
  );
  const open = rows.find((it) => keyOf(it) === chosen);
  const data = useMemo(() => open && timelineOf(open), [open, timelineOf]);
  if (rows.length === 0) return <>{empty}</>;
  return (
    <>
      <DataTable
        rows={rows}
        columns={all}
        label={title}
        noun={noun}
        trackBy={keyOf}
        selected={open}
        onSelect={(row) => choose(row === undefined || keyOf(row) === chosen ? undefined : keyOf(row))}
      />
      {open && data && (
        <div className="gs-expanded">
          <Box variant="awsui-key-label">
            <SafeText>{nameOf(open)}</SafeText>, the 7 days that end with these 24 hours
          </Box>
          <Suspense fallback={<Loading height={timelineHeight(data.Series.length)} label="Loading the timeline" />}>
            <TimelineChart data={data} label={`${title}: ${visible(nameOf(open))}`} scope={window} onOpen={(interval) => navigate(hrefOf(open, interval))} />
          </Suspense>
        </div>
      )}
    </>
  );
}
