// Behind the nodes of the timeline: a lane for each severity, the time axis, and the moment that is looked at.

import { severityWord } from '../components/Severity';
import { useTimeZone } from '../components/Time';
import { formatClock, formatDay } from '../format/time';
import { PAST, type TimelineLayout } from './layouts/timeline';

const BETWEEN_TICKS = 118;

/** Beginnings that are far enough apart to be written on the axis: letters keep their size, whatever the zoom. */
function ticksOf({ scale, width }: TimelineLayout, times: readonly number[], between: number): { time: number; x: number }[] {
  const ticks: { time: number; x: number }[] = [];
  for (const time of [...times].sort((a, b) => a - b)) {
    const x = scale.share(time) * width;
    const last = ticks.at(-1);
    if (last === undefined || x - last.x >= between) ticks.push({ time, x });
  }
  return ticks;
}

interface Props {
  readonly of: TimelineLayout;
  readonly times: readonly number[];
  readonly moment: number;
  /** That at which all of it is in the window. */
  readonly zoom: number;
}

export function TimelineDecor({ of, times, moment, zoom }: Props) {
  const zone = useTimeZone();
  const { lanes, right, scale, width } = of;
  const bottom = lanes.at(-1)?.bottom ?? 0;
  const x = scale.share(moment) * width;
  return (
    <g className="gp-decor" aria-hidden="true">
      {lanes.map((lane) => (
        <g key={lane.severity ?? 'entities'}>
          <rect className="gp-lane" x={-PAST} width={right + 2 * PAST} y={lane.top - 6} height={lane.bottom - lane.top + 6} rx="8" />
          <text className="gp-lane-name" x={-PAST - 8} y={(lane.top + lane.bottom) / 2}>
            {lane.severity === undefined ? 'Entities' : severityWord(lane.severity)}
          </text>
        </g>
      ))}
      {ticksOf(of, times, BETWEEN_TICKS / zoom).map((tick) => (
        <g key={tick.time}>
          <line className="gp-tick" x1={tick.x} x2={tick.x} y1={-14} y2={bottom} />
          <text className="gp-tick-name" x={tick.x} y={-20}>
            {formatDay(tick.time, zone).slice(5)} {formatClock(tick.time, zone)}
          </text>
        </g>
      ))}
      <rect className="gp-later" x={x} width={Math.max(0, right + PAST - x)} y={-14} height={bottom + 14} />
      <line className="gp-now" x1={x} x2={x} y1={-14} y2={bottom} />
    </g>
  );
}
