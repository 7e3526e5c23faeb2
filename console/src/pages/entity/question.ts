// What a profile asks, which is asked before the page is loaded.

import type { QuestionOf } from '../../api/behavior';
import type { EntityType } from '../../api/behavior.gen';
import { membersOfScope, type Scope } from '../../scope/scope';

export const PATH = '/behavior/entities/profile';

export function questionOf(type: EntityType, id: string, scope: Scope): QuestionOf<typeof PATH> {
  return { EntityType: type, EntityId: id, ...membersOfScope(scope) };
}
