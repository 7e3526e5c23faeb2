// What can be searched for: the menu of Detective's search page.

import type { EntityType } from '../../api/behavior.gen';
import { ENTITY_TYPE_NAMES, ENTITY_TYPES } from '../../entities/types';

export interface Search {
  readonly id: string;
  readonly name: string;
  readonly placeholder: string;
  /** The kinds that are asked for; `undefined` asks for all at once. */
  readonly types: readonly (EntityType | undefined)[];
  /** Goes to a page by its id rather than search. */
  readonly goesTo?: 'finding' | 'findingGroup';
}

export const SEARCHES: readonly Search[] = [
  { id: 'All', name: 'All entities', placeholder: 'An id, a name or an ARN; * is any text and ? one character', types: [undefined] },
  { id: 'User', name: 'User (AWS or federated)', placeholder: 'Principal id, name or ARN', types: ['AwsUser', 'FederatedUser'] },
  ...ENTITY_TYPE_NAMES.map((type) => ({ id: type, name: ENTITY_TYPES[type].name, placeholder: ENTITY_TYPES[type].search, types: [type] })),
  { id: 'Finding', name: 'Finding', placeholder: 'Finding id or ARN', types: [], goesTo: 'finding' },
  { id: 'FindingGroup', name: 'Finding group', placeholder: 'Id of the group', types: [], goesTo: 'findingGroup' },
];

/** GuardDuty's ARN of a finding ends with its id; Security Hub's ARN is the id. */
export function findingIdOf(text: string): string {
  return /^arn:[^:]*:guardduty:[^:]*:\d{12}:detector\/[^/]+\/finding\/(.+)$/.exec(text)?.[1] ?? text;
}

/** The pattern that finds a text anywhere, for one that found nothing as a whole; nothing for what is one already. */
export function widerQuery(query: string): string | undefined {
  return /[*?]/.test(query) || query.includes('/') ? undefined : `*${query}*`;
}
