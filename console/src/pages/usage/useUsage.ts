// Usage, all accounts of it.

import { useQuery, type UseQueryResult } from '@tanstack/react-query';

import { behavior } from '../../api/behavior';
import type { GetUsageResponse } from '../../api/behavior.gen';
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
        return await everyPage(question);
      } catch (error) {
        throw asProblem(error);
      }
    },
  });
  // What is copied has the graph added; without one it is taken away again.
  return { answer, request: { path: PATH, body: of === 'graph' ? {} : { GraphArn: undefined } } };
}

async function everyPage(question: { GraphArn?: string }): Promise<GetUsageResponse> {
  const first = await behavior(PATH, question);
  const accounts = [...first.Accounts];
  // A graph has 1,200 members at most, so seven pages.
  for (let token = first.NextToken; token !== undefined; ) {
    const next = await behavior(PATH, { ...question, NextToken: token });
    accounts.push(...next.Accounts);
    token = next.NextToken;
  }
  return { ...first, Accounts: accounts };
}
