// The rows of activity details: the first level in pages, and those below each row that is open.

import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';

import { behavior } from '../api/behavior';
import type { ActivityGroup, ActivitySource, EntityType, Filter, ListActivityRequest } from '../api/behavior.gen';
import { useBehaviorPages } from '../api/hooks';
import { type ApiProblem, asProblem } from '../api/problem';
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

/** Rows below one row, the most of which anybody reads. */
const BELOW = 100;

/** The busiest first. */
export const BY_TOTAL: Order = { SortBy: 'TotalCount', SortOrder: 'DESC' };

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
  readonly totals: Partial<ActivityGroup> | undefined;
  readonly isLoading: boolean;
  readonly isStale: boolean;
  readonly problem: ApiProblem | null;
  readonly retry: () => void;
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  readonly loadMore: () => void;
}

export function useActivity(of: ActivityOf, levels: readonly Level[], order: Order, open: readonly Node[]): Activity {
  const { account, graphArn } = useGraph();
  const [first] = levels;
  const top = useBehaviorPages('/behavior/activity/list', questionOf(of, first ?? { keys: [], extras: [] }, undefined, order), { keepPrevious: true });
  const roots = useMemo(() => nodesOf((top.data ?? []).flatMap((it) => it.Groups), levels), [top.data, levels]);

  const below = useQueries({
    queries: open.flatMap((node) => {
      const level = levels[node.depth + 1];
      if (level === undefined) return [];
      const question = questionOf(of, level, node, BY_TOTAL);
      return [
        {
          queryKey: ['/behavior/activity/list', account, graphArn, question],
          queryFn: () => behavior('/behavior/activity/list', { GraphArn: graphArn, ...question }),
        },
      ];
    }),
  });

  const states = new Map<string, Activity['stateOf'] extends (node: Node) => infer S ? S : never>();
  const children = new Map<string, readonly Node[]>();
  for (const [index, node] of open.entries()) {
    const answer = below[index];
    states.set(node.id, answer?.error ? 'error' : answer?.data ? (answer.data.NextToken === undefined ? 'done' : 'more') : 'loading');
    children.set(node.id, answer?.data ? nodesOf(answer.data.Groups, levels, node) : []);
  }
  return {
    roots,
    childrenOf: (node) => children.get(node.id) ?? [],
    isExpandable: (node) => node.depth + 1 < levels.length && node.filters !== undefined,
    stateOf: (node) => states.get(node.id) ?? 'done',
    totals: top.data?.[0]?.Totals,
    isLoading: top.isPending,
    isStale: top.isPlaceholderData,
    problem: top.error ? asProblem(top.error) : null,
    retry: () => void top.refetch(),
    hasMore: top.hasNextPage,
    isLoadingMore: top.isFetchingNextPage,
    loadMore: () => void top.fetchNextPage(),
  };
}
