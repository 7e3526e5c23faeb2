// The answers of several requests as one: their activity has nothing in common, so sums add up.

import type { ActivityGroup, ListActivityResponse } from '../api/behavior.gen';
import type { Order } from './useActivity';
import type { Sum } from './dimensions';

const SUMS: readonly Sum['id'][] = ['SuccessCount', 'FailureCount', 'UnauthorizedCount', 'ForbiddenCount', 'InboundBytes', 'OutboundBytes', 'Packets', 'Flows'];

/** openapi.json, `SortBy`: "all counts together or the bytes both ways". */
const TOTALLED: readonly Sum['id'][] = ['SuccessCount', 'FailureCount', 'UnauthorizedCount', 'ForbiddenCount', 'InboundBytes', 'OutboundBytes'];

type Summed = Partial<Pick<ActivityGroup, Sum['id'] | 'FirstSeen' | 'LastSeen'>>;

function added(a: Summed, b: Summed): Summed {
  const seen = (one: string | undefined, other: string | undefined, wanted: 'first' | 'last') => {
    if (one === undefined || other === undefined) return one ?? other;
    return (one < other) === (wanted === 'first') ? one : other;
  };
  const sums = SUMS.filter((it) => a[it] !== undefined || b[it] !== undefined).map((it) => [it, (a[it] ?? 0) + (b[it] ?? 0)]);
  const [first, last] = [seen(a.FirstSeen, b.FirstSeen, 'first'), seen(a.LastSeen, b.LastSeen, 'last')];
  return { ...(Object.fromEntries(sums) as Summed), ...(first === undefined ? {} : { FirstSeen: first }), ...(last === undefined ? {} : { LastSeen: last }) };
}

function valueOf(group: ActivityGroup, by: Order['SortBy']): number {
  if (by === 'FirstSeen' || by === 'LastSeen') return Date.parse(group[by]);
  return by === 'TotalCount' ? TOTALLED.reduce((sum, id) => sum + (group[id] ?? 0), 0) : (group[by] ?? 0);
}

/** Groups of the same keys are one; they are in the order that the server would have them in. */
export function merged(answers: readonly ListActivityResponse[], order: Order): ListActivityResponse {
  const groups = new Map<string, ActivityGroup>();
  for (const group of answers.flatMap((it) => it.Groups)) {
    const key = JSON.stringify(Object.entries(group.Keys).sort());
    const known = groups.get(key);
    groups.set(key, known ? { ...group, ...added(known, group) } : group);
  }
  const sign = order.SortOrder === 'DESC' ? -1 : 1;
  const sorted = [...groups.values()].sort((a, b) => sign * (valueOf(a, order.SortBy) - valueOf(b, order.SortBy)));
  return { Groups: sorted, Totals: answers.map((it) => it.Totals).reduce((sum: Summed, it) => added(sum, it), {}) as ListActivityResponse['Totals'] };
}
