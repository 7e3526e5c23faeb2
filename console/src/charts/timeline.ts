// A timeline as small multiples: one strip for each series, all of the same hours, so that bars of different sizes do not
// hide one another and each has its own usual range behind it.

import type { CustomSeriesOption } from 'echarts/charts';

import type { Series, TimelineData } from '../api/behavior.gen';
import { formatBytes, formatNumber, formatShort } from '../format/number';
import { formatClock, formatDay, formatRange, type TimeZone } from '../format/time';
import { DAY, HOUR, type Scope } from '../scope/scope';
import type { ChartOption } from './Chart';
import { type Colours, FONT, seriesColour } from './colours';
import { TOOLTIP_FRAME, tooltipElement } from './tooltip';

const TOP = 26;
const STRIP = 92;
const GAP = 34;
const AXIS = 28;
const LEFT = 64;

export function timelineHeight(series: number): number {
  return TOP + series * STRIP + (series - 1) * GAP + AXIS;
}

export function binLength(data: TimelineData): number {
  return data.BinSize === 'HOUR' ? HOUR : DAY;
}

/** The interval of a bin, within the scope time where it overlaps it only in part. */
export function binScope(data: TimelineData, index: number): Scope {
  const start = Date.parse(data.StartTimes[index] ?? '');
  return { start, end: start + binLength(data) };
}

export function formatOf(type: Series['Type']): (value: number) => string {
  return type === 'BYTES' ? formatBytes : formatNumber;
}

const inScope = (start: number, length: number, scope: Scope): boolean => start < scope.end && start + length > scope.start;

function usual(series: Series, index: number): string | undefined {
  const lower = series.Baseline?.Lower[index];
  const upper = series.Baseline?.Upper[index];
  if (lower === undefined || lower === null || upper === undefined || upper === null) return undefined;
  const format = formatOf(series.Type);
  return lower === upper ? `Usual: ${format(upper)}` : `Usual: ${format(lower)} to ${format(upper)}`;
}

export interface Look {
  readonly data: TimelineData;
  readonly scope: Scope;
  readonly colours: Colours;
  readonly zone: TimeZone;
  /** The bin whose details are open. */
  readonly open: number | undefined;
  readonly canOpen: boolean;
}

function seriesOf(look: Look, series: Series, index: number): object[] {
  const { data, scope, colours } = look;
  const colour = colours[seriesColour(series.Id, index)];
  const length = binLength(data);
  const starts = data.StartTimes.map((it) => Date.parse(it));
  const at = { xAxisIndex: index, yAxisIndex: index };
  const bars = {
    ...at,
    id: series.Id,
    type: 'bar',
    barCategoryGap: '18%',
    barMinHeight: 1.5,
    data: series.Values.map((value, bin) => ({
      // A bar of nothing would still have its least height.
      value: value === 0 ? null : value,
      itemStyle: { opacity: inScope(starts[bin] ?? 0, length, scope) ? 1 : 0.35 },
    })),
    itemStyle: { color: colour, borderRadius: [2, 2, 0, 0] },
    emphasis: { itemStyle: { color: colour } },
    z: 3,
  };
  const band = series.Baseline;
  if (!band) return [bars];
  const line = { ...at, type: 'line', symbol: 'none', step: 'middle', silent: true, connectNulls: false };
  return [
    { ...line, stack: `band-${index}`, lineStyle: { opacity: 0 }, data: band.Lower, z: 1, stackStrategy: 'all' },
    {
      ...line,
      stack: `band-${index}`,
      lineStyle: { opacity: 0 },
      areaStyle: { color: colours.muted, opacity: 0.16 },
      data: band.Upper.map((upper, bin) => (upper === null ? null : upper - (band.Lower[bin] ?? 0))),
      z: 1,
      stackStrategy: 'all',
    },
    { ...line, data: band.Expected, lineStyle: { color: colours.muted, width: 1.2, type: 'dashed' }, z: 4 },
    bars,
  ];
}

/** Bins that are marked, from the first to the last. */
export interface Band {
  readonly first: number;
  readonly last: number;
  readonly style: object;
}

/** The scope time, lit where there is time around it; and the bin that is open. */
export function bandsOf({ data, scope, colours, open }: Pick<Look, 'data' | 'scope' | 'colours' | 'open'>): Band[] {
  const inside = data.StartTimes.flatMap((start, bin) => (inScope(Date.parse(start), binLength(data), scope) ? [bin] : []));
  const [first] = inside;
  const last = inside.at(-1);
  const bands: Band[] = [];
  if (first !== undefined && last !== undefined && inside.length < data.StartTimes.length) {
    bands.push({ first, last, style: { fill: colours.accent, opacity: 0.07 } });
  }
  if (open !== undefined) bands.push({ first: open, last: open, style: { fill: colours.accent, fillOpacity: 0.24, stroke: colours.accent, lineWidth: 1.5 } });
  return bands;
}

/** Drawn by ourselves, since a `markArea` of bars begins and ends at the labels of the axis, which are hours apart. */
function bandSeries(look: Look, index: number): object[] {
  const bands = bandsOf(look);
  if (bands.length === 0) return [];
  const renderItem: CustomSeriesOption['renderItem'] = ({ dataIndex, coordSys }, api) => {
    const band = bands[dataIndex];
    if (band === undefined) return null;
    // Where ECharts has the middle of a bin, and its width; of a strip it tells the frame, which its types do not know.
    const middle = api.coord([band.first, 0])[0] ?? 0;
    const width = [api.size?.([1, 0]) ?? 0].flat()[0] ?? 0;
    const { y, height } = coordSys as unknown as { readonly y: number; readonly height: number };
    return { type: 'rect', silent: true, shape: { x: middle - width / 2, y, width: width * (band.last - band.first + 1), height }, style: band.style };
  };
  return [{ type: 'custom', xAxisIndex: index, yAxisIndex: index, silent: true, tooltip: { show: false }, z: 2, renderItem, data: bands.map(({ first }) => [first, 0]) }];
}

/** Hours between labels, by how many bins there are; even ones, so that midnights are among them. */
const LABELS: readonly (readonly [bins: number, hours: number])[] = [
  [30, 3],
  [80, 6],
  [160, 12],
  [Infinity, 24],
];

/** Where a day of the zone begins its date; else the hour. */
export function axisLabels(data: TimelineData, zone: TimeZone): object {
  if (data.BinSize === 'DAY') return { formatter: (value: string) => formatDay(Date.parse(value), zone).slice(5) };
  const hours = LABELS.find(([bins]) => data.StartTimes.length <= bins)?.[1] ?? 24;
  const clock = (value: string) => formatClock(Date.parse(value), zone);
  // Not where the clock is 00:00: hours of UTC begin at 00:30 in India, and a day may begin at 01:00 in summer.
  const isFirst = (value: string) => formatDay(Date.parse(value), zone) !== formatDay(Date.parse(value) - HOUR, zone);
  return {
    interval: (_: number, value: string) => isFirst(value) || Number(clock(value).slice(0, 2)) % hours === 0,
    formatter: (value: string) => (isFirst(value) ? `{day|${formatDay(Date.parse(value), zone).slice(5)}}` : clock(value)),
  };
}

export function timelineOption(look: Look): ChartOption {
  const { data, colours, zone, canOpen } = look;
  const top = (index: number) => TOP + index * (STRIP + GAP);
  const last = data.Series.length - 1;
  return {
    textStyle: { fontFamily: FONT, color: colours.text },
    // What is beside a strip has its place: it need not be measured first.
    grid: data.Series.map((_, index) => ({ left: LEFT, right: 12, top: top(index), height: STRIP, outerBoundsMode: 'none' })),
    xAxis: data.Series.map((_, index) => ({
      gridIndex: index,
      type: 'category',
      data: data.StartTimes,
      boundaryGap: true,
      axisLine: { lineStyle: { color: colours.grid } },
      axisTick: { show: index === last, alignWithLabel: true, lineStyle: { color: colours.grid } },
      axisLabel: {
        show: index === last,
        color: colours.muted,
        fontSize: 11,
        fontFamily: FONT,
        hideOverlap: true,
        rich: { day: { color: colours.text, fontWeight: 'bold', fontSize: 11, fontFamily: FONT } },
        ...axisLabels(data, zone),
      },
      axisPointer: { show: true, type: 'shadow', label: { show: false }, shadowStyle: { color: colours.muted, opacity: 0.12 }, triggerTooltip: true },
    })),
    yAxis: data.Series.map((series, index) => ({
      gridIndex: index,
      type: 'value',
      minInterval: 1,
      splitNumber: 2,
      name: series.Label,
      nameLocation: 'end',
      nameGap: 10,
      nameTextStyle: { color: colours.text, fontWeight: 'bold', fontSize: 12, fontFamily: FONT, align: 'left', padding: [0, 0, 0, 8 - LEFT] },
      axisLabel: { color: colours.muted, fontSize: 11, fontFamily: FONT, formatter: series.Type === 'BYTES' ? formatBytes : formatShort },
      splitLine: { lineStyle: { color: colours.grid, opacity: 0.6 } },
    })),
    axisPointer: { link: [{ xAxisIndex: 'all' }] },
    tooltip: {
      ...TOOLTIP_FRAME,
      trigger: 'axis',
      formatter: (hits: { dataIndex: number }[] | { dataIndex: number }) => {
        const bin = [hits].flat()[0]?.dataIndex ?? 0;
        const { start, end } = binScope(data, bin);
        return tooltipElement(
          formatRange(start, end, zone),
          data.Series.map((series, index) => {
            const note = usual(series, bin);
            return {
              colour: colours[seriesColour(series.Id, index)],
              name: series.Label,
              value: formatOf(series.Type)(series.Values[bin] ?? 0),
              ...(note === undefined ? {} : { note }),
            };
          }),
          canOpen ? 'Choose for details' : undefined,
        );
      },
    },
    // Those that mark come after all that count, whose places the keyboard knows.
    series: [...data.Series.flatMap((series, index) => seriesOf(look, series, index)), ...data.Series.flatMap((_, index) => bandSeries(look, index))],
  };
}
