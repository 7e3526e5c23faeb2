// What came each day, by package.

import { useMemo } from 'react';

import type { PackageUsage } from '../../api/behavior.gen';
import { Chart, type ChartOption } from '../../charts/Chart';
import { type Colours, useColours } from '../../charts/colours';
import { TOOLTIP_FRAME, tooltipElement } from '../../charts/tooltip';
import { packageName, PACKAGES } from '../../entities/packages';
import { formatBytes } from '../../format/number';
import { bytesByDay } from './cost';

const COLOURS = { DETECTIVE_CORE: 'one', EKS_AUDIT: 'two', ASFF_SECURITYHUB_FINDING: 'three' } as const;

interface Props {
  readonly packages: readonly PackageUsage[];
  readonly days: readonly string[];
}

function optionOf({ packages, days }: Props, colours: Colours): ChartOption {
  const series = PACKAGES.map((name) => ({ name, values: bytesByDay(packages.find((it) => it.Package === name), days) }));
  return {
    grid: { left: 66, right: 8, top: 12, bottom: 26 },
    xAxis: {
      type: 'category',
      data: days,
      axisLine: { lineStyle: { color: colours.grid } },
      axisTick: { show: false },
      axisLabel: { color: colours.muted, fontSize: 11, formatter: (day: string) => day.slice(5) },
      axisPointer: { show: true, type: 'shadow', label: { show: false }, shadowStyle: { color: colours.muted, opacity: 0.12 } },
    },
    yAxis: {
      type: 'value',
      splitNumber: 3,
      axisLabel: { color: colours.muted, fontSize: 11, formatter: formatBytes },
      splitLine: { lineStyle: { color: colours.grid, opacity: 0.6 } },
    },
    tooltip: {
      ...TOOLTIP_FRAME,
      trigger: 'axis',
      formatter: (hits: { dataIndex: number }[]) => {
        const index = hits[0]?.dataIndex ?? 0;
        return tooltipElement(
          `${days[index] ?? ''} UTC`,
          series.map(({ name, values }) => ({ colour: colours[COLOURS[name]], name: packageName(name), value: formatBytes(values[index] ?? 0) })),
        );
      },
    },
    series: series.map(({ name, values }) => ({ type: 'bar', stack: 'bytes', data: values, itemStyle: { color: colours[COLOURS[name]] }, barCategoryGap: '20%' })),
  };
}

export function UsageChart({ packages, days }: Props) {
  const colours = useColours();
  const option = useMemo(() => optionOf({ packages, days }, colours), [packages, days, colours]);
  return (
    <>
      <Chart option={option} height={220} label="Bytes by day and package; the table By day has the numbers" />
      <ul className="gs-legend">
        {PACKAGES.map((name) => (
          <li key={name}>
            <svg width="10" height="10" aria-hidden="true">
              <rect width="10" height="10" rx="3" fill={colours[COLOURS[name]]} />
            </svg>
            {packageName(name)}
          </li>
        ))}
      </ul>
    </>
  );
}
