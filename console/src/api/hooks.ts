// Questions as React asks them: cached, asked once by however many components, of the graph that the page is about.

import {
  type UseInfiniteQueryResult,
  type UseMutationResult,
  type UseQueryResult,
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
} from '@tanstack/react-query';

import { useGraph } from '../state/graph';
import { type AnswerOf, type BehaviorPath, type BodyOf, type QuestionOf, behavior } from './behavior';
import { type InputOf, type Operation, type OutputOf, detective } from './detective';
import { everyPage } from './pages';
import { type ApiProblem, rethrow } from './problem';
import { behaviorQuery } from './queries';

interface HowToAsk {
  /** Whether to ask at all; the answer stays undefined until then. */
  readonly enabled?: boolean;
  /** Whether the answer to the previous question stays until the new one comes. */
  readonly keepPrevious?: boolean;
  /** Milliseconds after which to ask again and again. */
  readonly refetchInterval?: number | false;
}

/** An operation of the behavior API about the present graph. */
export function useBehavior<P extends BehaviorPath>(path: P, question: QuestionOf<P>, how: HowToAsk = {}): UseQueryResult<AnswerOf<P>, ApiProblem> {
  const { account, graphArn } = useGraph();
  return useQuery<AnswerOf<P>, ApiProblem>({
    ...behaviorQuery(path, account, graphArn, question),
    enabled: how.enabled ?? true,
    refetchInterval: how.refetchInterval ?? false,
    ...(how.keepPrevious ? { placeholderData: keepPreviousData } : {}),
  });
}

type Paged = { NextToken?: string };

type PagesKey<P extends BehaviorPath> = readonly ['pages', P, string | undefined, string, QuestionOf<P>];

interface HowToAskPages<P extends BehaviorPath> extends Omit<HowToAsk, 'keepPrevious'> {
  /** As for one answer; or of which previous questions, where the page cannot show the answers of all of them. */
  readonly keepPrevious?: boolean | ((previous: QuestionOf<P>) => boolean);
}

/** The same for operations with pages: `data` is a list of answers, `fetchNextPage` asks for more. */
export function useBehaviorPages<P extends BehaviorPath>(
  path: P,
  question: QuestionOf<P>,
  { enabled = true, keepPrevious = false }: HowToAskPages<P> = {},
): UseInfiniteQueryResult<AnswerOf<P>[], ApiProblem> {
  const { account, graphArn } = useGraph();
  const keeps = typeof keepPrevious === 'function' ? keepPrevious : () => keepPrevious;
  return useInfiniteQuery<AnswerOf<P>, ApiProblem, AnswerOf<P>[], PagesKey<P>, string | undefined>({
    queryKey: ['pages', path, account, graphArn, question],
    queryFn: ({ pageParam }) =>
      behavior(path, { GraphArn: graphArn, ...question, ...(pageParam === undefined ? {} : { NextToken: pageParam }) } as unknown as BodyOf<P>).catch(rethrow),
    initialPageParam: undefined,
    getNextPageParam: (last) => (last as Paged).NextToken,
    select: (data) => data.pages,
    enabled,
    placeholderData: (data, query) => (query && keeps(query.queryKey[4]) ? data : undefined),
  });
}

/** An operation of the Detective API. It does not add the graph: not all have one. */
export function useDetective<O extends Operation>(operation: O, input: InputOf<O>, how: HowToAsk = {}): UseQueryResult<OutputOf<O>, ApiProblem> {
  const { account } = useGraph();
  return useQuery<OutputOf<O>, ApiProblem>({
    queryKey: [operation, account, input],
    queryFn: () => detective(operation, input).catch(rethrow),
    enabled: how.enabled ?? true,
    refetchInterval: how.refetchInterval ?? false,
    ...(how.keepPrevious ? { placeholderData: keepPreviousData } : {}),
  });
}

interface HowToAskAgain<A> extends Omit<HowToAsk, 'refetchInterval'> {
  /** By what was answered: something may be in progress. */
  readonly refetchInterval?: (pages: readonly A[]) => number | false;
}

/** The same for operations with pages, as `useBehaviorPages`. */
export function useDetectivePages<O extends Operation>(
  operation: O,
  input: InputOf<O>,
  how: HowToAskAgain<OutputOf<O>> = {},
): UseInfiniteQueryResult<OutputOf<O>[], ApiProblem> {
  const { account } = useGraph();
  return useInfiniteQuery<OutputOf<O>, ApiProblem, OutputOf<O>[], readonly unknown[], string | undefined>({
    queryKey: [operation, account, input, 'pages'],
    queryFn: ({ pageParam }) => detective(operation, { ...input, ...(pageParam === undefined ? {} : { NextToken: pageParam }) }).catch(rethrow),
    initialPageParam: undefined,
    getNextPageParam: (last) => (last as Paged).NextToken,
    select: (data) => data.pages,
    enabled: how.enabled ?? true,
    refetchInterval: ({ state }) => how.refetchInterval?.(state.data?.pages ?? []) ?? false,
    ...(how.keepPrevious ? { placeholderData: keepPreviousData } : {}),
  });
}

/** All pages at once, where a part of them tells nothing. */
export function useDetectiveAll<O extends Operation>(operation: O, input: InputOf<O>): UseQueryResult<OutputOf<O>[], ApiProblem> {
  const { account } = useGraph();
  return useQuery<OutputOf<O>[], ApiProblem>({
    queryKey: [operation, account, input, 'all'],
    queryFn: () => everyPage<OutputOf<O> & Paged>((next) => detective(operation, { ...input, ...next })).catch(rethrow),
  });
}

/** An operation of the Detective API that changes something. */
export function useDetectiveChange<O extends Operation>(operation: O): UseMutationResult<OutputOf<O>, ApiProblem, InputOf<O>> {
  return useMutation<OutputOf<O>, ApiProblem, InputOf<O>>({ mutationFn: (input) => detective(operation, input).catch(rethrow) });
}

/** An operation of the behavior API that changes something of the present graph. */
export function useBehaviorChange<P extends BehaviorPath>(path: P): UseMutationResult<AnswerOf<P>, ApiProblem, QuestionOf<P>> {
  const { graphArn } = useGraph();
  return useMutation<AnswerOf<P>, ApiProblem, QuestionOf<P>>({
    mutationFn: (question) => behavior(path, { GraphArn: graphArn, ...question } as unknown as BodyOf<P>).catch(rethrow),
  });
}
