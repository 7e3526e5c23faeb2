// An hour with too many peers, in words and as a scope time.

import type { HighVolumeInterval, Relation } from '../../api/behavior.gen';
import { ENTITY_TYPES } from '../../entities/types';
import { DAY, HOUR, type Scope } from '../../scope/scope';

/** "View profile with high-volume scope time": the 30 days before the hour, and the hour. User Guide. */
export function highVolumeScope(hour: number): Scope {
  return { start: hour - 30 * DAY, end: hour + HOUR };
}

/** Relations that very many may have at once; the others are told by their names. */
const WORDS: Readonly<Partial<Record<Relation, string>>> = {
  COMMUNICATED_WITH: 'spoke with addresses',
  USED_ADDRESS: 'used addresses',
  USED_USER_AGENT: 'used user agents',
  HAS_SESSION: 'had sessions',
  STARTED_SESSION: 'started sessions',
  CALLED_API_ON: 'called APIs on resources',
};

/** `EC2 instance spoke with addresses` */
export function relationWords({ EntityType: type, Relation: relation }: Pick<HighVolumeInterval, 'EntityType' | 'Relation'>): string {
  return `${ENTITY_TYPES[type].name} ${WORDS[relation] ?? relation.toLowerCase().replaceAll('_', ' ')}`;
}
