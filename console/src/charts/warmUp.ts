// What takes long the first time that a chart is drawn, the letters of its font and code that is compiled when it is used, is
// had while the page waits for what the chart will show.

import { LIGHT } from './colours';
import { echarts } from './echarts';
import { timelineOption } from './timeline';

const HOURS = 24;

/** Two strips of a day, with what is usual. */
function example() {
  const start = Date.UTC(2026, 0, 1);
  const each = <T>(of: (hour: number) => T): T[] => Array.from({ length: HOURS }, (_, hour) => of(hour));
  const series = (Id: string) => ({ Id, Label: Id, Type: 'COUNT' as const, Values: each((hour) => hour), Baseline: { Expected: each(() => 4), Lower: each(() => 2), Upper: each(() => 8) } });
  const data = { BinSize: 'HOUR' as const, StartTimes: each((hour) => new Date(start + hour * 3_600_000).toISOString()), Series: [series('SuccessCount'), series('FailureCount')] };
  return timelineOption({ data, scope: { start, end: start + 12 * 3_600_000 }, colours: LIGHT, zone: 'utc', open: undefined, canOpen: true });
}

/** Draws a chart that nobody sees. */
export function warmUp(): void {
  const chart = echarts.init(document.createElement('div'), null, { renderer: 'canvas', width: 640, height: 280 });
  chart.setOption({ animation: false, ...example() });
  chart.getZr().flush();
  chart.dispose();
}
