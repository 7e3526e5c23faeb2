// The rows of activity details: the first level in pages, and those below each row that is open.

import { useQueries, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';

import { behavior } from '../api/behavior';
import type { ActivityGroup, ActivitySource, EntityType, ListActivityRequest, ListActivityResponse } from '../api/behavior.gen';
import { useBehaviorPages } from '../api/hooks';
import { type ApiProblem, asProblem } from '../api/problem';
import type { Pages } from '../components/LoadMore';
import { membersOfScope, type Scope } from '../scope/scope';
import { useGraph } from '../state/graph';
import { type Conditions, membersOf, within } from './conditions';
import { type Level, type Node, nodesOf } from './levels';

const PATH = '/behavior/activity/list';

export interface ActivityOf {
  readonly EntityType: EntityType;
  readonly EntityId: string;
  readonly Source: ActivitySource;
  readonly window: Scope;
  readonly conditions: Conditions;
}

export interface Order {
  readonly SortBy: NonNullable<ListActivityRequest['SortBy']>;
  readonly SortOrder: 'ASC' | 'DESC';
}

/** Rows of a page below one row. */
const BELOW = 100;

/** The busiest first. */
export const BY_TOTAL: Order = { SortBy: 'TotalCount', SortOrder: 'DESC' };

export type Question = Omit<ListActivityRequest, 'GraphArn'>;

/** The question for the rows of a level below a row, or of the first. */
export function questionOf(of: ActivityOf, level: Level, parent: Node | undefined, order: Order): Question {
  return {
    EntityType: of.EntityType,
    EntityId: of.EntityId,
    Source: of.Source,
    ...membersOfScope(of.window),
    GroupBy: [...new Set([...level.keys, ...level.extras])],
    ...membersOf(within(of.conditions, parent?.filters ?? [])),
    ...order,
    MaxResults: parent ? BELOW : 200,
  };
}

/** Whether the rows of two questions are of the same kind, so that those of one can stand until those of the other come. */
export function hasSameRows({ Source: source, GroupBy: by = [] }: Question, other: Question): boolean {
  return source === other.Source && by.length === other.GroupBy?.length && by.every((it, index) => it === other.GroupBy?.[index]);
}

export interface Activity {
  readonly roots: readonly Node[];
  readonly childrenOf: (node: Node) => readonly Node[];
  readonly isExpandable: (node: Node) => boolean;
  readonly stateOf: (node: Node) => 'loading' | 'error' | 'more' | 'done';
  /** Asks for the next page of what is below a row. */
  readonly loadBelow: (node: Node) => void;
  readonly totals: Partial<ActivityGroup> | undefined;
  readonly isLoading: boolean;
  readonly isStale: boolean;
  readonly problem: ApiProblem | null;
  readonly retry: () => void;
  /** The rest of the first level. */
  readonly more: Pages;
}

export function useActivity(of: ActivityOf, levels: readonly Level[], order: Order, open: readonly Node[], enabled = true): Activity {
  const [first] = levels;
  const question = questionOf(of, first ?? { keys: [], extras: [] }, undefined, order);
  const top = useBehaviorPages(PATH, question, { keepPrevious: (previous) => hasSameRows(previous, question), enabled });
  const answers = top.data;
  const roots = useMemo(() => nodesOf((answers ?? []).flatMap((it) => it.Groups), levels), [answers, levels]);
  const below = useBelow(of, levels, open);
  return {
    roots,
    ...below,
    isExpandable: (node) => node.depth + 1 < levels.length && node.filters !== undefined,
    totals: answers?.[0]?.Totals,
    isLoading: top.isPending,
    isStale: top.isPlaceholderData,
    problem: top.error && top.data === undefined ? asProblem(top.error) : null,
    retry: () => void top.refetch(),
    more: top,
  };
}

/** What is below the rows that are open. */
function useBelow(of: ActivityOf, levels: readonly Level[], open: readonly Node[]): Pick<Activity, 'childrenOf' | 'stateOf' | 'loadBelow'> {
  const { account, graphArn } = useGraph();
  const client = useQueryClient();
  const [wantedOf, setWanted] = useState<Readonly<Record<string, number>>>({});
  const answers = useQueries({
    queries: open.flatMap((node) => {
      const level = levels[node.depth + 1];
      if (level === undefined) return [];
      const question = questionOf(of, level, node, BY_TOTAL);
      const key = [PATH, account, graphArn, question] as const;
      const wanted = wantedOf[node.id] ?? 1;
      const page = (token: string | undefined) =>
        client.fetchQuery({
          queryKey: [...key, 'page', token],
          queryFn: () => behavior(PATH, { GraphArn: graphArn, ...question, ...(token === undefined ? {} : { NextToken: token }) }),
          staleTime: 60_000,
        });
      return [
        {
          queryKey: [...key, wanted],
          queryFn: () => firstPages(wanted, page),
          // Those that are there stay while the next one comes.
          placeholderData: () => client.getQueryData<ListActivityResponse[]>([...key, wanted - 1]),
        },
      ];
    }),
  });
  const states = new Map<string, ReturnType<Activity['stateOf']>>();
  const children = new Map<string, readonly Node[]>();
  for (const [index, node] of open.entries()) {
    const answer = answers[index];
    const last = answer?.data?.at(-1);
    states.set(node.id, answer?.error ? 'error' : last === undefined || answer?.isPlaceholderData ? 'loading' : last.NextToken === undefined ? 'done' : 'more');
    children.set(node.id, nodesOf((answer?.data ?? []).flatMap((it) => it.Groups), levels, node));
  }
  return {
    childrenOf: (node) => children.get(node.id) ?? [],
    stateOf: (node) => states.get(node.id) ?? 'done',
    loadBelow: ({ id }) => setWanted((pages) => ({ ...pages, [id]: (pages[id] ?? 1) + 1 })),
  };
}

/** The first pages, as many as are wanted and there are. */
async function firstPages(wanted: number, page: (token: string | undefined) => Promise<ListActivityResponse>): Promise<ListActivityResponse[]> {
  const pages: ListActivityResponse[] = [];
  let token: string | undefined;
  do {
    const next = await page(token);
    pages.push(next);
    token = next.NextToken;
  } while (token !== undefined && pages.length < wanted);
  return pages;
}
