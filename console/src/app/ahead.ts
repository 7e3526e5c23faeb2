// What a page asks first is asked before the page is loaded, and before there is anything to draw it with: the answer takes
// longer than both. Where a page is not here, it asks when it is drawn.

import type { QueryClient } from '@tanstack/react-query';

import type { BehaviorPath, QuestionOf } from '../api/behavior';
import { behaviorQuery } from '../api/queries';
import { isEntityType } from '../entities/types';
import * as profile from '../pages/entity/question';
import * as summary from '../pages/summary/question';
import { type Scope, scopeOrLastDay } from '../scope/scope';
import type { Location } from './location';
import { match } from './matching';

interface Address {
  readonly params: Readonly<Record<string, string>>;
  readonly search: URLSearchParams;
  readonly scope: Scope;
}

/** An operation and what it is asked. */
type Asked = { [P in BehaviorPath]: { readonly path: P; readonly question: QuestionOf<P> } }[BehaviorPath];

const ofSummary = ({ scope, search }: Address): Asked => ({ path: summary.PATH, question: summary.questionOf(scope, search) });

/** By the paths of `routes.tsx`, whose first is where one lands. */
const QUESTIONS: readonly (readonly [path: string, asks: (address: Address) => Asked | undefined])[] = [
  ['', ofSummary],
  ['summary', ofSummary],
  ['entities/:type/:id', ({ params: { type = '', id = '' }, search, scope }) => (isEntityType(type) && !search.has('finding') ? { path: profile.PATH, question: profile.questionOf(type, id, scope) } : undefined)],
];

/** What the page of an address asks first. A profile beside a finding is another question, and is asked when it is drawn. */
export function askedAt({ path, params: search }: Location, now: number): Asked | undefined {
  const scope = scopeOrLastDay(search, now);
  for (const [pattern, asks] of QUESTIONS) {
    const params = pattern === '' ? (path.length === 0 ? {} : undefined) : match(pattern, path);
    if (params) return asks({ params, search, scope });
  }
  return undefined;
}

/** An error is told when the page asks again. What was answered before is there, and the page says whether it is too old. */
export function askAhead(client: QueryClient, location: Location, account: string, graphArn: string): void {
  const asked = askedAt(location, Date.now());
  if (asked === undefined) return;
  const query = behaviorQuery(asked.path, account, graphArn, asked.question);
  if (client.getQueryData(query.queryKey) === undefined) void client.prefetchQuery(query);
}
