// Which activity is wanted: what a row stands for and, within it, the analyst's filters, joined by "and" or by "or".
// User Guide, "Exploring activity details": a Boolean connector joins several filters.

import type { Filter, ListActivityRequest } from '../api/behavior.gen';

export interface Conditions {
  /** Each of them holds. */
  readonly all: readonly Filter[];
  /** One of them holds; of none, nothing is asked. */
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

export type Asked = Required<Pick<ListActivityRequest, 'Filters'>> & Pick<ListActivityRequest, 'FilterConnector'>;

/**
 * Requests whose activity is what is wanted. A request has one connector, so "or" within what a row stands for is several:
 * what the first filter is true of, what the second is true of and the first is not, and so on. None of it is in two of
 * them, so that their sums add up.
 */
export function requestsOf({ all, oneOf }: Conditions): Asked[] {
  if (oneOf.length === 0) return [{ Filters: [...all] }];
  if (all.length === 0) return [{ Filters: [...oneOf], FilterConnector: 'OR' }];
  const choices = negatableFirst(oneOf);
  return choices.map((choice, index) => ({ Filters: [...all, choice, ...choices.slice(0, index).map(negated)] }));
}

const NEGATIONS = { EQUALS: 'NOT_EQUALS', NOT_EQUALS: 'EQUALS', CONTAINS: 'NOT_CONTAINS', NOT_CONTAINS: 'CONTAINS' } as const;

/** A filter of several values holds when one does, a negated one when none does: each is exactly the other's opposite. */
function negated(filter: Filter): Filter {
  if (filter.Operator === 'IN_CIDR') throw new Error('Blocks of addresses have no opposite, and come last.');
  return { ...filter, Operator: NEGATIONS[filter.Operator] };
}

/** Blocks are one filter, and the last, as there is no operator for "in none of these". */
function negatableFirst(filters: readonly Filter[]): Filter[] {
  const blocks = filters.filter((it) => it.Operator === 'IN_CIDR');
  const [first] = blocks;
  const joined = first ? [{ ...first, Values: [...new Set(blocks.flatMap((it) => it.Values))] }] : [];
  return [...filters.filter((it) => it.Operator !== 'IN_CIDR'), ...joined];
}
