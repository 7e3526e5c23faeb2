// Usage, all accounts of it.

import { useQuery, type UseQueryResult } from '@tanstack/react-query';

import { behavior } from '../../api/behavior';
import type { GetUsageResponse } from '../../api/behavior.gen';
import { everyPage } from '../../api/pages';
import { type ApiProblem, asProblem } from '../../api/problem';
import { useGraph } from '../../state/graph';

const PATH = '/behavior/usage/get';

/** Of a whole graph that the account administers, or of the account in every graph that it feeds. */
export type Of = 'graph' | 'account';

export interface Usage {
  readonly answer: UseQueryResult<GetUsageResponse, ApiProblem>;
  readonly request: { readonly path: string; readonly body: object };
}

export function useUsage(of: Of): Usage {
  const { account, graphArn } = useGraph();
  // Without a graph, the operation tells of every graph that the account feeds.
  const question = of === 'graph' ? { GraphArn: graphArn } : {};
  const answer = useQuery<GetUsageResponse, ApiProblem>({
    queryKey: [PATH, account, question],
    queryFn: async () => {
      try {
        return await everyAccount(question);
      } catch (error) {
        throw asProblem(error);
      }
    },
  });
  // What is copied has the graph added; without one it is taken away again.
  return { answer, request: { path: PATH, body: of === 'graph' ? {} : { GraphArn: undefined } } };
}

/** A graph has 1,200 members at most, so seven pages. */
async function everyAccount(question: { GraphArn?: string }): Promise<GetUsageResponse> {
  const pages = await everyPage((next) => behavior(PATH, { ...question, ...next }));
  return { ...(pages[0] as GetUsageResponse), Accounts: pages.flatMap((it) => it.Accounts) };
}
