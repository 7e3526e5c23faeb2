// Where a thing's page is. Detective's own routes, so that links made for Detective open here.

import type { EntityType } from '../api/behavior.gen';
import { hrefTo } from '../app/location';
import { paramsOfScope, type Scope } from '../scope/scope';

type Params = Record<string, string | undefined>;

export function entityHref(type: EntityType, id: string, params: Params = {}): string {
  return hrefTo(['entities', type, id], params);
}

export function findingHref(id: string, params: Params = {}): string {
  return hrefTo(['findings', id], params);
}

export function findingGroupHref(id: string, params: Params = {}): string {
  return hrefTo(['entities', 'FindingGroup', id], params);
}

/** The page of paths, with one that begins here. */
export function pathFromHref(type: EntityType, id: string, params: Params = {}): string {
  return hrefTo(['path'], { from: `${type}/${id}`, ...params });
}

export function investigationHref(id: string): string {
  return hrefTo(['investigationReport', id]);
}

/** Parameters of a link to something at its own time rather than that of the present page. */
export function atTime(start: string, end: string): Params {
  const scope: Scope = { start: Math.floor(Date.parse(start) / 3_600_000) * 3_600_000, end: Math.ceil((Date.parse(end) + 1) / 3_600_000) * 3_600_000 };
  return { ...paramsOfScope(scope) };
}
