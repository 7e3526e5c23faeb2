import * as echarts from 'echarts';
import { afterEach, expect, test, vi } from 'vitest';

import type { TimelineData } from '../../src/api/behavior.gen';
import type { Colours } from '../../src/charts/colours';
import { axisLabels, bandsOf, timelineHeight, timelineOption } from '../../src/charts/timeline';
import { DAY, HOUR, type Scope } from '../../src/scope/scope';

const START = Date.parse('2026-11-24T17:00:00Z');
const WIDTH = 960;
const ACCENT = '#006ce0';
// A colour that is not there is not drawn, and only this one is looked for.
const COLOURS = { accent: ACCENT } as Colours;

function timeline(BinSize: TimelineData['BinSize'], bins: number): TimelineData {
  const length = BinSize === 'HOUR' ? HOUR : DAY;
  const StartTimes = Array.from({ length: bins }, (_, bin) => new Date(START + bin * length).toISOString());
  return { BinSize, StartTimes, Series: [{ Id: 'SuccessfulCalls', Label: 'Successful calls', Type: 'COUNT', Values: StartTimes.map((_, bin) => bin) }] };
}

afterEach(() => {
  vi.restoreAllMocks();
});

const look = (data: TimelineData, scope: Scope, open?: number) => ({ data, scope, colours: COLOURS, zone: 'utc', open, canOpen: true }) as const;

/** Where ECharts draws what is marked, from the left to the right edge, in bins. */
function marked(data: TimelineData, scope: Scope, open?: number): (readonly [from: number, to: number])[] {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height: timelineHeight(1) });
  chart.setOption({ animation: false, ...timelineOption(look(data, scope, open)) });
  const at = (bin: number) => Number(chart.convertToPixel({ xAxisIndex: 0 }, bin));
  const bin = (x: number) => Number(((x - at(0)) / (at(1) - at(0)) + 0.5).toFixed(1));
  const paths = [...chart.renderToSVGString().matchAll(/<path d="M(\S+) \S+l(\S+) [^>]*fill="#006ce0"/g)];
  const found = paths.map(([, left, width]) => [bin(Number(left)), bin(Number(left) + Number(width))] as const);
  chart.dispose();
  return found;
}

test('the scope time is lit from the beginning of its first bin to the end of its last, wherever the labels of the axis are', () => {
  const hours = timeline('HOUR', 49);
  expect(marked(hours, { start: START + 24 * HOUR, end: START + 48 * HOUR })).toEqual([[24, 48]]);
  expect(marked(hours, { start: START + 23 * HOUR, end: START + 25.5 * HOUR })).toEqual([[23, 26]]);
  expect(marked(timeline('DAY', 17), { start: START + 9 * DAY, end: START + 17 * DAY })).toEqual([[9, 17]]);
});

test('the interval that is open is marked within it, and is as wide as it is', () => {
  const hours = timeline('HOUR', 49);
  const scope = { start: START + 24 * HOUR, end: START + 48 * HOUR };
  expect(marked(hours, scope, 32)).toEqual([[24, 48], [32, 33]]);
});

test('nothing is lit where there is nothing around it', () => {
  expect(bandsOf(look(timeline('HOUR', 24), { start: START, end: START + 24 * HOUR }))).toEqual([]);
});

test.each([
  ['UTC', 0, '2026-11-25T00:00:00.000Z'],
  ['UTC+05:30', -330, '2026-11-24T19:00:00.000Z'],
  ['UTC-05:00', 300, '2026-11-25T05:00:00.000Z'],
])('the first hour of a day has its date on the axis: %s', (_, offset, first) => {
  vi.spyOn(Date.prototype, 'getTimezoneOffset').mockReturnValue(offset);
  const data = timeline('HOUR', 24);
  const { interval, formatter } = axisLabels(data, 'local') as { interval: (bin: number, value: string) => boolean; formatter: (value: string) => string };
  const dates = data.StartTimes.filter((value, bin) => interval(bin, value) && formatter(value).startsWith('{day|'));
  expect(dates).toEqual([first]);
  expect(formatter(first)).toBe('{day|11-25}');
});
