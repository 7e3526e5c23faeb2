// A timeline as small multiples: one strip for each series, all of the same hours, so that bars of different sizes do not
// hide one another and each has its own usual range behind it.

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

interface Look {
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
    ...highlights(look, starts),
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

/** The scope time, lit; and the bin that is open, marked. */
function highlights({ data, scope, colours, open }: Look, starts: readonly number[]): object {
  const inside = starts.flatMap((start, bin) => (inScope(start, binLength(data), scope) ? [bin] : []));
  const areas: object[] = [];
  const [first] = inside;
  const last = inside.at(-1);
  if (first !== undefined && last !== undefined && inside.length < starts.length) {
    areas.push([{ xAxis: first, itemStyle: { color: colours.accent, opacity: 0.07 } }, { xAxis: last }]);
  }
  if (open !== undefined) {
    areas.push([{ xAxis: open, itemStyle: { color: colours.accent, opacity: 0.28 } }, { xAxis: open }]);
  }
  return areas.length === 0 ? {} : { markArea: { silent: true, data: areas } };
}

/** Hours between labels, by how many bins there are; even ones, so that midnights are among them. */
const LABELS: readonly (readonly [bins: number, hours: number])[] = [
  [30, 3],
  [80, 6],
  [160, 12],
  [Infinity, 24],
];

/** Where a day begins its date; else the hour. */
export function axisLabels(data: TimelineData, zone: TimeZone): object {
  if (data.BinSize === 'DAY') return { formatter: (value: string) => formatDay(Date.parse(value), zone).slice(5) };
  const hours = LABELS.find(([bins]) => data.StartTimes.length <= bins)?.[1] ?? 24;
  const clock = (value: string) => formatClock(Date.parse(value), zone);
  return {
    interval: (_: number, value: string) => Number(clock(value).slice(0, 2)) % hours === 0,
    formatter: (value: string) => (clock(value) === '00:00' ? `{day|${formatDay(Date.parse(value), zone).slice(5)}}` : clock(value)),
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
    series: data.Series.flatMap((series, index) => seriesOf(look, series, index)),
  };
}
