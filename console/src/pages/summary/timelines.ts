// The hours that a row of Summary has, as a timeline of all of its seven days.

import type { Bin, InstanceSummary, TimelineData } from '../../api/behavior.gen';
import { DAY, HOUR, type Scope } from '../../scope/scope';

type InstanceBin = InstanceSummary['Timeline'][number];

function hoursOf(window: Scope): number[] {
  const first = window.end - 7 * DAY;
  return Array.from({ length: 168 }, (_, index) => first + index * HOUR);
}

interface Measured<B> {
  readonly id: string;
  readonly label: string;
  readonly type: 'COUNT' | 'BYTES';
  readonly of: (bin: B) => number;
}

function timelineOf<B extends { StartTime: string }>(bins: readonly B[], window: Scope, measured: readonly Measured<B>[]): TimelineData {
  const at = new Map(bins.map((bin) => [Date.parse(bin.StartTime), bin]));
  const hours = hoursOf(window);
  return {
    BinSize: 'HOUR',
    StartTimes: hours.map((hour) => new Date(hour).toISOString()),
    Series: measured.map(({ id, label, type, of }) => ({
      Id: id,
      Label: label,
      Type: type,
      Values: hours.map((hour) => {
        const bin = at.get(hour);
        return bin === undefined ? 0 : of(bin);
      }),
    })),
  };
}

export function callsTimeline(bins: readonly Bin[], window: Scope): TimelineData {
  return timelineOf(bins, window, [
    { id: 'SuccessCount', label: 'Successful calls', type: 'COUNT', of: (bin) => bin.SuccessCount ?? 0 },
    { id: 'FailureCount', label: 'Failed calls', type: 'COUNT', of: (bin) => bin.FailureCount ?? 0 },
  ]);
}

export function trafficTimeline(bins: readonly InstanceBin[], window: Scope): TimelineData {
  return timelineOf(bins, window, [
    { id: 'InboundBytes', label: 'Inbound', type: 'BYTES', of: (bin) => bin.InboundBytes },
    { id: 'OutboundBytes', label: 'Outbound', type: 'BYTES', of: (bin) => bin.OutboundBytes },
  ]);
}

/** Six hours in one, so that a week is legible at the size of a word. */
export function coarse(data: TimelineData, hours = 6): TimelineData {
  const starts = data.StartTimes.filter((_, index) => index % hours === 0);
  return {
    ...data,
    StartTimes: starts,
    Series: data.Series.map((series) => ({
      ...series,
      Values: starts.map((_, index) => series.Values.slice(index * hours, (index + 1) * hours).reduce((sum, it) => sum + it, 0)),
    })),
  };
}
