// Flows as lines: which traffic a row of the table is, what it is called, and when it passed. User Guide, "Activity details
// for overall VPC flow volume".

import type { ActivityGroup, Dimension, Filter, GetActivityTimelineResponse, TimelineData } from '../../api/behavior.gen';
import { DAY, type Scope } from '../../scope/scope';
import { valueName } from '../dimensions';
import type { Order } from '../useActivity';

/** User Guide: "Default order: annotations, then inbound". */
export const FLOW_ORDER: Order = { SortBy: 'InboundBytes', SortOrder: 'DESC' };

/** More lines than that nobody tells apart. */
export const MOST_LINES = 5;

/** Above this, hours are too narrow to be seen. */
const MOST_HOURS = 14 * DAY;

export function binSizeOf({ start, end }: Scope): TimelineData['BinSize'] {
  return end - start > MOST_HOURS ? 'DAY' : 'HOUR';
}

/** Exactly the row's traffic. What has no value passes negated filters only, and every value contains the empty text. */
export function filtersOfFlow(group: ActivityGroup, keys: readonly Dimension[]): Filter[] {
  return keys.map((Dimension) => {
    const value = group.Keys[Dimension];
    return value === undefined ? { Dimension, Operator: 'NOT_CONTAINS', Values: [''] } : { Dimension, Operator: 'EQUALS', Values: [value] };
  });
}

/** `203.0.113.9, remote port 443, TCP (6), Inbound, Accepted` */
export function nameOfFlow({ Keys: keys }: ActivityGroup): string {
  const port = (dimension: 'LocalPort' | 'RemotePort', words: string) => (keys[dimension] === undefined ? [] : [`${words} ${keys[dimension]}`]);
  const value = (dimension: Dimension) => {
    const text = keys[dimension];
    return text === undefined ? [] : [valueName(dimension, text)];
  };
  return [keys.Peer ?? 'Many peers', ...port('LocalPort', 'local port'), ...port('RemotePort', 'remote port'), ...value('Protocol'), ...value('Direction'), ...value('Action')].join(', ');
}

export interface Line {
  readonly name: string;
  readonly timeline: GetActivityTimelineResponse;
}

export type Way = 'InboundBytes' | 'OutboundBytes';

/** The lines of one way, as a timeline of which each series is a line; one without any traffic this way has none. */
export function linesOf(lines: readonly Line[], way: Way, binSize: TimelineData['BinSize']): TimelineData {
  return {
    BinSize: binSize,
    StartTimes: lines[0]?.timeline.Bins.map((it) => it.StartTime) ?? [],
    Series: lines.flatMap((line, index) => {
      const Values = line.timeline.Bins.map((bin) => bin[way] ?? 0);
      return Values.some((it) => it > 0) ? [{ Id: `${index}`, Label: line.name, Type: 'BYTES' as const, Values }] : [];
    }),
  };
}

/** Annotated rows first, each once; the others in their order. */
export function annotatedFirst<T extends { readonly id: string }>(annotated: readonly T[], rows: readonly T[]): readonly T[] {
  const ids = new Set(annotated.map((it) => it.id));
  return [...annotated, ...rows.filter((it) => !ids.has(it.id))];
}
