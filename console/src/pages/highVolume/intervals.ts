// An hour with too many peers, in words and as a scope time.

import type { HighVolumeInterval } from '../../api/behavior.gen';
import { ENTITY_TYPES } from '../../entities/types';
import { RELATION_WORDS, wordOf } from '../../format/words';
import { DAY, HOUR, type Scope } from '../../scope/scope';

/** "View profile with high-volume scope time": the 30 days before the hour, and the hour. User Guide. */
export function highVolumeScope(hour: number): Scope {
  return { start: hour - 30 * DAY, end: hour + HOUR };
}

/** `EC2 instance spoke with addresses` */
export function relationWords({ EntityType: type, Relation: relation }: Pick<HighVolumeInterval, 'EntityType' | 'Relation'>): string {
  return `${ENTITY_TYPES[type].name} ${wordOf(RELATION_WORDS, relation)}`;
}
