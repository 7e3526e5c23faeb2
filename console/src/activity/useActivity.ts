// The rows of activity details: the first level in pages, and those below each row that is open.

import { useQueries, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';

import { behavior } from '../api/behavior';
import type { ActivityGroup, ActivitySource, EntityType, Filter, ListActivityRequest, ListActivityResponse } from '../api/behavior.gen';
import { useBehaviorPages } from '../api/hooks';
import { type ApiProblem, asProblem } from '../api/problem';
import type { Pages } from '../components/LoadMore';
import { membersOfScope, type Scope } from '../scope/scope';
import { useGraph } from '../state/graph';
import { type Level, type Node, nodesOf } from './levels';

export interface ActivityOf {
  readonly EntityType: EntityType;
  readonly EntityId: string;
  readonly Source: ActivitySource;
  readonly window: Scope;
  readonly filters: readonly Filter[];
}

export interface Order {
  readonly SortBy: NonNullable<ListActivityRequest['SortBy']>;
  readonly SortOrder: 'ASC' | 'DESC';
}

/** Rows of a page below one row. */
const BELOW = 100;

const BY_TOTAL: Order = { SortBy: 'TotalCount', SortOrder: 'DESC' };

/** The question for the rows of a level below a row, or of the first. */
export function questionOf(of: ActivityOf, level: Level, parent: Node | undefined, order: Order): Omit<ListActivityRequest, 'GraphArn'> {
  return {
    EntityType: of.EntityType,
    EntityId: of.EntityId,
    Source: of.Source,
    ...membersOfScope(of.window),
    GroupBy: [...new Set([...level.keys, ...level.extras])],
    Filters: [...of.filters, ...(parent?.filters ?? [])],
    ...order,
    MaxResults: parent ? BELOW : 200,
  };
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

export function useActivity(of: ActivityOf, levels: readonly Level[], order: Order, open: readonly Node[]): Activity {
  const { account, graphArn } = useGraph();
  const [first] = levels;
  const top = useBehaviorPages('/behavior/activity/list', questionOf(of, first ?? { keys: [], extras: [] }, undefined, order), { keepPrevious: true });
  const roots = useMemo(() => nodesOf((top.data ?? []).flatMap((it) => it.Groups), levels), [top.data, levels]);

  const client = useQueryClient();
  const [pagesBelow, setPagesBelow] = useState<Readonly<Record<string, number>>>({});
  const below = useQueries({
    queries: open.flatMap((node) => {
      const level = levels[node.depth + 1];
      if (level === undefined) return [];
      const question = questionOf(of, level, node, BY_TOTAL);
      const key = ['/behavior/activity/list', account, graphArn, question] as const;
      const wanted = pagesBelow[node.id] ?? 1;
      const page = (token: string | undefined) =>
        client.fetchQuery({
          queryKey: [...key, 'page', token],
          queryFn: () => behavior('/behavior/activity/list', { GraphArn: graphArn, ...question, ...(token === undefined ? {} : { NextToken: token }) }),
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

  const states = new Map<string, Activity['stateOf'] extends (node: Node) => infer S ? S : never>();
  const children = new Map<string, readonly Node[]>();
  for (const [index, node] of open.entries()) {
    const answer = below[index];
    const last = answer?.data?.at(-1);
    states.set(node.id, answer?.error ? 'error' : last === undefined || answer?.isPlaceholderData ? 'loading' : last.NextToken === undefined ? 'done' : 'more');
    children.set(node.id, nodesOf((answer?.data ?? []).flatMap((it) => it.Groups), levels, node));
  }
  return {
    roots,
    childrenOf: (node) => children.get(node.id) ?? [],
    isExpandable: (node) => node.depth + 1 < levels.length && node.filters !== undefined,
    stateOf: (node) => states.get(node.id) ?? 'done',
    loadBelow: ({ id }) => setPagesBelow((pages) => ({ ...pages, [id]: (pages[id] ?? 1) + 1 })),
    totals: top.data?.[0]?.Totals,
    isLoading: top.isPending,
    isStale: top.isPlaceholderData,
    problem: top.error && top.data === undefined ? asProblem(top.error) : null,
    retry: () => void top.refetch(),
    more: top,
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
