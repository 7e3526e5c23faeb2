// The two ends of a path in the URL, and what is called how.

import type { EntityReference, EntityType } from '../../api/behavior.gen';
import { isEntityType } from '../../entities/types';

export interface End {
  readonly type: EntityType;
  readonly id: string;
}

/** `AwsUser/AIDA…`, as in the address of a profile; ids may hold slashes. */
export function endOf(text: string | null): End | undefined {
  const cut = (text ?? '').indexOf('/');
  if (text === null || cut < 0) return undefined;
  const [type, id] = [text.slice(0, cut), text.slice(cut + 1).trim()];
  return isEntityType(type) && id !== '' ? { type, id } : undefined;
}

export const textOfEnd = ({ type, id }: End): string => `${type}/${id}`;

export const sameEnd = (a: End, b: End): boolean => textOfEnd(a) === textOfEnd(b);

/** openapi.json, `FindPathsRequest`. */
export const MOST_HOPS = 6;
export const USUAL_HOPS = 4;

/** What a URL asks for, as far as the API takes it. */
export function hopsOf(text: string | null): number {
  const hops = Number(text ?? '');
  return Number.isInteger(hops) && hops >= 1 && hops <= MOST_HOPS ? hops : USUAL_HOPS;
}

/** The end of its ARN, which is what people call it; nothing where no log tells one. */
export function nameOf({ Arn }: Pick<EntityReference, 'Arn'>): string | undefined {
  const name = Arn?.split(':').slice(5).join(':');
  return name === '' ? undefined : name;
}
