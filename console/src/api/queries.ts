// Questions without React, so that they can be asked before it is there.

import { QueryClient, queryOptions } from '@tanstack/react-query';

import { type AnswerOf, type BehaviorPath, type BodyOf, type QuestionOf, behavior } from './behavior';
import { type ApiProblem, asProblem, rethrow } from './problem';

export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // Logs come in all the time; within a minute nothing is asked twice.
        staleTime: 60_000,
        refetchOnWindowFocus: false,
        retry: (failures, error) => failures < 2 && asProblem(error).isRetriable,
        retryDelay: (attempt) => 300 * 2 ** attempt,
      },
    },
  });
}

/** An answer of the behavior API about a graph. Whoever asks for the same gets the same. */
export function behaviorQuery<P extends BehaviorPath>(path: P, account: string, graphArn: string, question: QuestionOf<P>) {
  return queryOptions<AnswerOf<P>, ApiProblem>({
    queryKey: [path, account, graphArn, question],
    queryFn: () => behavior(path, { GraphArn: graphArn, ...question } as unknown as BodyOf<P>).catch(rethrow),
  });
}
