// The window of Summary: 24 hours of the last year. User Guide, "Using the Summary page".

import { formatDay, timeOf, type TimeZone } from '../../format/time';
import { ceilHour, DAY, floorHour, type Scope } from '../../scope/scope';

/** The 24 hours that end as the scope time does, however long that is. */
export function windowOf(scope: Scope): Scope {
  return { start: scope.end - DAY, end: scope.end };
}

/** The window that begins at an hour, moved to where there can be data: not beyond the present hour, not before a year ago. */
export function windowFrom(start: number, now: number): Scope {
  const latest = ceilHour(now) - DAY;
  const from = Math.min(Math.max(floorHour(start), latest - 364 * DAY), latest);
  return { start: from, end: from + DAY };
}

/** The 24 hours from the last midnight but one: "yesterday", as people say it. */
export function yesterday(now: number, zone: TimeZone): Scope {
  return windowFrom(timeOf(formatDay(now - DAY, zone), '00:00', zone), now);
}
