import Box from '@cloudscape-design/components/box';
import { useMemo, useState } from 'react';

import type { BarChartData } from '../api/behavior.gen';
import { Sparkline } from '../charts/Sparkline';
import { TimelineChart } from '../charts/TimelineChart';
import { formatOf } from '../charts/timeline';
import { useColours } from '../charts/colours';
import { DataTable } from '../components/DataTable';
import { SafeText } from '../components/SafeText';
import { type Form, type FormProps, tableHeight } from './form';

type Bar = BarChartData['Bars'][number];

/** A number for each group, the largest first; each as a bar in a row, so that labels have room and everything is read aloud. */
function BarChart({ data, look }: FormProps<'BAR_CHART'>) {
  const colours = useColours();
  const [chosen, choose] = useState<Bar>();
  const format = formatOf(data.Type);
  const most = Math.max(...data.Bars.map((it) => it.Value), 0);
  const columns = useMemo(
    () => [
      { id: 'label', header: 'Group', cell: (bar: Bar) => <SafeText>{bar.Label}</SafeText>, value: (bar: Bar) => bar.Label, width: 160 },
      {
        id: 'bar',
        header: 'Share',
        cell: (bar: Bar) => (
          <svg className="gs-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
            <rect width={most === 0 ? 0 : Math.max(0.5, (bar.Value / most) * 100)} height="10" rx="1" fill={colours.one} />
          </svg>
        ),
        minWidth: 240,
      },
      { id: 'value', header: 'Average', isNumber: true, cell: (bar: Bar) => format(bar.Value), value: (bar: Bar) => bar.Value, width: 130 },
      {
        id: 'timeline',
        header: 'Over time',
        cell: (bar: Bar) => bar.Timeline && <Sparkline data={bar.Timeline} label={`Over time, ${bar.Label}`} />,
        width: 160,
      },
    ],
    [colours, format, most],
  );
  const bar = chosen !== undefined && data.Bars.includes(chosen) ? chosen : undefined;
  const canChoose = data.Bars.some((it) => it.Timeline);
  return (
    <>
      <DataTable rows={data.Bars} columns={columns} label={look.title} noun="group" {...(canChoose ? { selected: bar, onSelect: choose } : {})} />
      {bar?.Timeline && (
        <div className="gs-expanded">
          <Box variant="awsui-key-label">
            <SafeText>{bar.Label}</SafeText>, over time
          </Box>
          <TimelineChart data={bar.Timeline} label={`${look.title}: ${bar.Label}`} scope={look.scope} />
        </div>
      )}
    </>
  );
}

export const BAR_CHART: Form<'BAR_CHART'> = {
  View: BarChart,
  csv: (data) => ({ header: ['Group', 'Value'], rows: data.Bars.map((it) => [it.Label, it.Value]) }),
  isEmpty: (data) => data.Bars.length === 0,
  heightOf: (data) => tableHeight(data.Bars.length),
  drillDown: () => undefined,
};
