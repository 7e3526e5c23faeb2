// The group in time: what exists at a moment, and where a moment is on an axis.

import type { FindingSeverity } from '../api/behavior.gen';
import type { Picture } from './model';

/** Before it was first observed; while it was being observed; after that. */
export type Presence = 'coming' | 'current' | 'past';

export interface Shown {
  /** What the severity filter leaves out is not in it. */
  readonly nodes: ReadonlyMap<string, Presence>;
  readonly edges: ReadonlySet<string>;
}

const presenceOf = (start: number, end: number, moment: number): Presence => (moment < start ? 'coming' : moment <= end ? 'current' : 'past');

/** Findings of other severities than these are left out, and with them whom nobody else involves. */
export function at(picture: Picture, moment: number, severities: ReadonlySet<FindingSeverity>): Shown {
  const nodes = new Map<string, Presence>();
  for (const node of picture.nodes) {
    if (node.severity !== undefined && severities.has(node.severity)) nodes.set(node.id, presenceOf(node.start, node.end, moment));
  }
  // An entity comes with the first finding that is shown of it, and is current as long as one of them is.
  const order: readonly Presence[] = ['current', 'past', 'coming'];
  for (const { from, to, role } of picture.edges) {
    const presence = nodes.get(from);
    if (role === undefined || presence === undefined) continue;
    const had = nodes.get(to) ?? 'coming';
    nodes.set(to, order.indexOf(presence) < order.indexOf(had) ? presence : had);
  }
  const exists = (id: string) => (nodes.get(id) ?? 'coming') !== 'coming';
  return { nodes, edges: new Set(picture.edges.filter((it) => exists(it.from) && exists(it.to)).map((it) => it.id)) };
}

/** The moments at which something begins, the first first: where the timeline stops when it is played. */
export function beginnings(picture: Picture, severities: ReadonlySet<FindingSeverity>): number[] {
  const starts = picture.nodes.filter((it) => it.severity !== undefined && severities.has(it.severity)).map((it) => it.start);
  return [...new Set(starts)].sort((a, b) => a - b);
}

export interface TimeScale {
  /** Where a time is, from 0 to 1. */
  readonly share: (time: number) => number;
  /** The time at a place from 0 to 1. */
  readonly time: (share: number) => number;
}

const MINUTE = 60_000;

/** Findings come in bursts with days between: a pause is as wide as the logarithm of its length, a minute as wide as nothing. */
const width = (pause: number): number => Math.log2(1 + pause / (10 * MINUTE));

/** An axis on which each of the times has its place, in order, and long pauses are shortened. */
export function scaleOf(times: Iterable<number>): TimeScale {
  const stops = [...new Set(times)].sort((a, b) => a - b);
  const shares = [0];
  for (const [index, stop] of stops.entries()) {
    if (index > 0) shares[index] = (shares[index - 1] ?? 0) + width(stop - (stops[index - 1] ?? stop));
  }
  const whole = shares.at(-1) ?? 0;
  const interpolated = (from: readonly number[], to: readonly number[], value: number): number => {
    const first = from[0] ?? 0;
    if (value <= first || from.length < 2) return to[0] ?? 0;
    const next = from.findIndex((it) => it >= value);
    if (next < 0) return to.at(-1) ?? 0;
    const [a = 0, b = 0, p = 0, q = 0] = [from[next - 1], from[next], to[next - 1], to[next]];
    return a === b ? q : p + ((q - p) * (value - a)) / (b - a);
  };
  return {
    share: (time) => (whole === 0 ? 0 : interpolated(stops, shares, time) / whole),
    time: (share) => interpolated(shares, stops, share * whole),
  };
}
