// Which activity is wanted: what a row stands for and, within it, the analyst's filters, joined by "and" or by "or".
// User Guide, "Exploring activity details": a Boolean connector joins several filters.

import type { Filter, ListActivityRequest } from '../api/behavior.gen';

export interface Conditions {
  /** Each of them holds. */
  readonly all: readonly Filter[];
  /** One of them holds, unless there is none. */
  readonly oneOf: readonly Filter[];
}

/** What a row stands for, and the filters of the analyst within it. */
export function conditionsOf(ofRow: readonly Filter[], filters: readonly Filter[], connector: 'and' | 'or'): Conditions {
  return connector === 'or' && filters.length > 1 ? { all: ofRow, oneOf: filters } : { all: [...ofRow, ...filters], oneOf: [] };
}

/** The same within a row of the activity. */
export function within({ all, oneOf }: Conditions, row: readonly Filter[]): Conditions {
  return { all: [...all, ...row], oneOf };
}

/** The members of a request for what is wanted. */
export function membersOf({ all, oneOf }: Conditions): Pick<ListActivityRequest, 'Filters' | 'FilterConnector' | 'RequiredFilters'> {
  if (oneOf.length === 0) return { Filters: [...all] };
  return { Filters: [...oneOf], FilterConnector: 'OR', RequiredFilters: [...all] };
}
