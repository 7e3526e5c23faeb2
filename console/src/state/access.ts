// Who asks, and of which graphs: the first questions of every page.

import { type QueryClient, queryOptions } from '@tanstack/react-query';

import { detective } from '../api/detective';
import { everyPage } from '../api/pages';
import { getSession } from '../api/session';
import { type GraphChoice, type Known, knownStore } from './known';

const accountOf = (arn: string): string => arn.split(':')[4] ?? '';

async function listGraphs(): Promise<GraphChoice[]> {
  const [own, fed] = await Promise.all([
    everyPage((next) => detective('ListGraphs', next)),
    everyPage((next) => detective('ListInvitations', next)),
  ]);
  const graphs = own.flatMap((it) => it.GraphList ?? []);
  const choices = graphs.flatMap(({ Arn }) => (Arn === undefined ? [] : [{ arn: Arn, isAdministrator: true, administrator: accountOf(Arn) }]));
  for (const { GraphArn, Status } of fed.flatMap((it) => it.Invitations ?? [])) {
    if (GraphArn !== undefined && Status === 'ENABLED' && choices.every((it) => it.arn !== GraphArn)) {
      choices.push({ arn: GraphArn, isAdministrator: false, administrator: accountOf(GraphArn) });
    }
  }
  return choices;
}

/** How the keys of what is asked here begin. */
export const ACCESS = ['access'] as const;

/** The account of the session does not depend on its graphs, nor they on it: both are asked at once. */
export function accessQuery(chosen: string | undefined) {
  return queryOptions({
    queryKey: [...ACCESS, chosen],
    queryFn: async (): Promise<Known> => {
      const [session, graphs] = await Promise.all([getSession(), listGraphs()]);
      return { session, graphs };
    },
  });
}

/**
 * Asks whose graph it is before anything is drawn. What was answered the last time holds until then, so that a page's own
 * questions are not kept waiting; were it another account's, the server would refuse them.
 */
export function askForAccess(client: QueryClient): Known | undefined {
  const query = accessQuery(undefined);
  const known = knownStore.get();
  if (known !== undefined) client.setQueryData(query.queryKey, known, { updatedAt: 0 });
  void client.prefetchQuery(query);
  return known;
}
