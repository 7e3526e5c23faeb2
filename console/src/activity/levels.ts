// The hierarchy of activity details: which dimensions make one level of rows. User Guide, "Activity details for Overall API
// call volume": an API method is shown with its service, an address with its location.

import type { ActivityGroup, ActivitySource, Dimension, Filter } from '../api/behavior.gen';

export interface Level {
  /** What tells rows of the level apart, and what those below are filtered by. */
  readonly keys: readonly Dimension[];
  /** What is shown beside them; the keys tell it. */
  readonly extras: readonly Dimension[];
}

/** The location of an address is the same for all of its calls. */
const EXTRAS: Readonly<Partial<Record<Dimension, readonly Dimension[]>>> = { IpAddress: ['Country', 'City'] };

/** Flows are one table: each is told apart by everything. */
export function isFlat(source: ActivitySource): boolean {
  return source === 'NETWORK';
}

export function levelsOf(source: ActivitySource, groupBy: readonly Dimension[]): Level[] {
  if (isFlat(source)) return [{ keys: groupBy, extras: [] }];
  const levels: Level[] = [];
  for (const [index, dimension] of groupBy.entries()) {
    const before = levels.at(-1);
    if (dimension === 'Api' && groupBy[index - 1] === 'Service' && before) {
      levels[levels.length - 1] = { keys: [...before.keys, 'Api'], extras: before.extras };
    } else {
      // Places are dimensions of calls to AWS only.
      levels.push({ keys: [dimension], extras: source === 'API' ? (EXTRAS[dimension] ?? []) : [] });
    }
  }
  return levels;
}

/** A row of the hierarchy. */
export interface Node {
  /** From the top down, unique. */
  readonly id: string;
  readonly depth: number;
  readonly group: ActivityGroup;
  /** What the rows below it are filtered by, with those of the rows above it; absent where a key has no value. */
  readonly filters: readonly Filter[] | undefined;
}

export function nodesOf(groups: readonly ActivityGroup[], levels: readonly Level[], parent?: Node): Node[] {
  const depth = parent ? parent.depth + 1 : 0;
  const keys = levels[depth]?.keys ?? [];
  const seen = new Map<string, number>();
  return groups.map((group) => {
    const values = keys.map((it) => group.Keys[it]);
    const known = values.every((it) => it !== undefined);
    const id = JSON.stringify([parent?.id, values]);
    // Pages are asked for one after the other: a row that moved meanwhile is in two of them. React never removes the second.
    const before = seen.get(id) ?? 0;
    seen.set(id, before + 1);
    return {
      id: before === 0 ? id : JSON.stringify([parent?.id, values, before]),
      depth,
      group,
      filters: known ? [...(parent?.filters ?? []), ...keys.map((Dimension, index) => ({ Dimension, Operator: 'EQUALS' as const, Values: [values[index] ?? ''] }))] : undefined,
    };
  });
}
