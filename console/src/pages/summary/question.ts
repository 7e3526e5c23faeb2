// What Summary asks, which is asked before the page is loaded.

import type { QuestionOf } from '../../api/behavior';
import type { Scope } from '../../scope/scope';
import { windowOf } from './window';

export const PATH = '/behavior/summary/get';

export function questionOf(scope: Scope, params: URLSearchParams): QuestionOf<typeof PATH> {
  return { ScopeStartTime: new Date(windowOf(scope).start).toISOString(), ShowServiceLinkedRoles: params.get('serviceLinked') !== 'false' };
}
