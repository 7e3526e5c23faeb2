// Several timelines in one strip, as lines: to compare them with each other rather than with what is usual.

import type { TimelineData } from '../api/behavior.gen';
import { formatBytes } from '../format/number';
import { formatRange, type TimeZone } from '../format/time';
import type { ChartOption } from './Chart';
import { type Colours, FONT, PALETTE } from './colours';
import { axisLabels, binScope, formatOf } from './timeline';
import { TOOLTIP_FRAME, tooltipElement } from './tooltip';

export const LINES_HEIGHT = 180;

/** Colours go by the series' id, so that a line has the same on every strip; so do the dashes, for those who see no colours. */
export const lineColour = (colours: Colours, id: string): string => (id === OVERALL ? colours.muted : colours[PALETTE[Number(id) % PALETTE.length] ?? 'one']);
const DASHES: readonly (string | readonly number[])[] = ['solid', [6, 3], [2, 2], [10, 3, 2, 3], [1, 3]];
export const lineDash = (id: string): string | readonly number[] => (id === OVERALL ? 'solid' : (DASHES[Number(id) % DASHES.length] ?? 'solid'));

/** The id of what the lines are parts of. */
export const OVERALL = 'overall';

export function linesOption(data: TimelineData, colours: Colours, zone: TimeZone): ChartOption {
  return {
    textStyle: { fontFamily: FONT, color: colours.text },
    grid: { left: 64, right: 12, top: 12, bottom: 28 },
    xAxis: {
      type: 'category',
      data: data.StartTimes,
      axisLine: { lineStyle: { color: colours.grid } },
      axisLabel: { color: colours.muted, fontSize: 11, fontFamily: FONT, hideOverlap: true, rich: { day: { color: colours.text, fontWeight: 'bold', fontSize: 11, fontFamily: FONT } }, ...axisLabels(data, zone) },
    },
    yAxis: {
      type: 'value',
      splitNumber: 3,
      axisLabel: { color: colours.muted, fontSize: 11, fontFamily: FONT, formatter: formatBytes },
      splitLine: { lineStyle: { color: colours.grid, opacity: 0.6 } },
    },
    tooltip: {
      ...TOOLTIP_FRAME,
      trigger: 'axis',
      formatter: (hits: { dataIndex: number }[] | { dataIndex: number }) => {
        const bin = [hits].flat()[0]?.dataIndex ?? 0;
        const { start, end } = binScope(data, bin);
        return tooltipElement(
          formatRange(start, end, zone),
          data.Series.map((it) => ({ colour: lineColour(colours, it.Id), name: it.Label, value: formatOf(it.Type)(it.Values[bin] ?? 0) })),
        );
      },
    },
    series: data.Series.map((it) => ({
      id: it.Id,
      type: 'line',
      data: it.Values,
      symbol: data.StartTimes.length > 48 ? 'none' : 'circle',
      symbolSize: 5,
      itemStyle: { color: lineColour(colours, it.Id) },
      lineStyle: { width: it.Id === OVERALL ? 1 : 2, type: lineDash(it.Id), color: lineColour(colours, it.Id) },
      ...(it.Id === OVERALL ? { areaStyle: { color: colours.muted, opacity: 0.14 } } : {}),
    })),
  };
}
