// Which entity somebody means who typed an identifier, a name or an ARN.

import { useCallback } from 'react';

import { behavior } from '../api/behavior';
import type { EntityType } from '../api/behavior.gen';
import { asProblem } from '../api/problem';
import { visible } from '../format/text';
import { useGraph } from '../state/graph';
import { ENTITY_TYPES } from './types';

/** What was typed, of a kind that was chosen. */
export interface Draft {
  readonly type: EntityType;
  readonly id: string;
}

/** Names that are had by more entities than these are told by the first ones. */
const MOST_NAMED = 3;

async function isKnown(graphArn: string, { type, id }: Draft): Promise<boolean> {
  return behavior('/behavior/entities/get', { GraphArn: graphArn, EntityType: type, EntityId: id }).then(
    () => true,
    (error: unknown) => {
      if (asProblem(error).isNotFound) return false;
      throw error;
    },
  );
}

/** The entity with this identifier, or else the only one with this name or ARN. Throws what to type instead. */
async function resolve(graphArn: string, draft: Draft): Promise<Draft> {
  const id = draft.id.trim();
  const { name, plural, search } = ENTITY_TYPES[draft.type];
  // A user agent has stars, and is no pattern.
  if (/[*?]/.test(id) && (await isKnown(graphArn, { ...draft, id }))) return { ...draft, id };
  const question = { EntityType: draft.type, Query: id, MaxResults: MOST_NAMED + 1 };
  const { Entities: found } = await behavior('/behavior/entities/search', { GraphArn: graphArn, ...question });
  const [first, second] = found;
  if (found.some((it) => it.EntityId === id)) return { ...draft, id };
  if (first !== undefined && second === undefined) return { ...draft, id: first.EntityId };
  if (first !== undefined) {
    const named = found.slice(0, MOST_NAMED).map((it) => visible(it.EntityId));
    throw new Error(`Several ${plural} are called so: ${named.join(', ')}${found.length > MOST_NAMED ? ' and others' : ''}. Give the identifier of one.`);
  }
  // Searches do not find what only findings tell of.
  if (await isKnown(graphArn, { ...draft, id })) return { ...draft, id };
  throw new Error(`The graph has never seen this ${name}. What it is found by: ${search}.`);
}

/** Asks which entity a draft means. */
export function useResolve(): (draft: Draft) => Promise<Draft> {
  const { graphArn } = useGraph();
  return useCallback((draft) => resolve(graphArn, draft), [graphArn]);
}
