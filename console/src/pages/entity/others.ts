// What a profile can be compared with.

import type { Side } from '../../compare/sides';
import { DAY, type Scope } from '../../scope/scope';

/** A side whose time is known. */
type Timed = Side & { readonly scope: Scope };

export interface Other {
  readonly id: string;
  readonly text: string;
  /** Nothing where the analyst chooses it. */
  readonly side: Timed | undefined;
}

const WEEK = 7 * DAY;

/** Back by whole lengths or weeks: days of the week are compared with their like. */
const earlier = (scope: Scope, by: number): Scope => ({ start: scope.start - by, end: scope.end - by });

export function othersOf(side: Timed): readonly Other[] {
  const length = side.scope.end - side.scope.start;
  const weeks = Math.ceil(length / WEEK);
  return [
    { id: 'before', text: 'With the time right before', side: { ...side, scope: earlier(side.scope, length) } },
    // Of whole weeks both are the same.
    ...(length === weeks * WEEK
      ? []
      : [{ id: 'week', text: weeks === 1 ? 'With a week earlier' : `With ${weeks} weeks earlier`, side: { ...side, scope: earlier(side.scope, weeks * WEEK) } }]),
    { id: 'other', text: 'With another entity', side: undefined },
  ];
}
