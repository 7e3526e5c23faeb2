// Two sides of a comparison in the URL: two entities, two scope times, or both.

import type { EntityType } from '../api/behavior.gen';
import { isEntityType } from '../entities/types';
import { paramsOfScope, type Scope, scopeOfParams } from '../scope/scope';

export interface Side {
  readonly type: EntityType;
  readonly id: string;
  /** Nothing where nobody chose one: then it is that of the other side, or the last 24 hours. */
  readonly scope: Scope | undefined;
}

export const NAMES = ['a', 'b'] as const;

export type Name = (typeof NAMES)[number];

/** `aType`, `aId`, `aStart`, `aEnd`, and the same with `b`. */
export function sideOfParams(params: URLSearchParams, name: Name, now: number): Side | undefined {
  const type = params.get(`${name}Type`) ?? '';
  const id = params.get(`${name}Id`) ?? '';
  if (!isEntityType(type) || id === '') return undefined;
  const scope = new URLSearchParams();
  for (const [from, to] of [['Start', 'scopeStart'], ['End', 'scopeEnd']] as const) {
    const value = params.get(`${name}${from}`);
    if (value !== null) scope.set(to, value);
  }
  return { type, id, scope: scopeOfParams(scope, now) };
}

export function paramsOfSide(name: Name, side: Side): Record<string, string | undefined> {
  const { scopeStart, scopeEnd } = side.scope ? paramsOfScope(side.scope) : {};
  return { [`${name}Type`]: side.type, [`${name}Id`]: side.id, [`${name}Start`]: scopeStart, [`${name}End`]: scopeEnd };
}
