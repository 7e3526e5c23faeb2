// Whose graph is looked at: the account's own, or as a member one that it feeds.

import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';

import { detective } from '../api/detective';
import { everyPage } from '../api/pages';
import { askAs } from '../api/http';
import { type ApiProblem, asProblem } from '../api/problem';
import { getSession, type Session } from '../api/session';

export interface GraphChoice {
  readonly arn: string;
  /** Whether the account administers it, rather than feeds it. */
  readonly isAdministrator: boolean;
  readonly administrator: string;
}

interface Access {
  readonly session: Session;
  /** The account that is asked as. */
  readonly account: string;
  readonly chooseAccount: (account: string) => void;
  readonly graphs: readonly GraphChoice[];
  readonly graph: GraphChoice | undefined;
  readonly chooseGraph: (arn: string) => void;
}

export type AccessState =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly problem: ApiProblem; readonly retry: () => void }
  | ({ readonly status: 'ready'; readonly reload: () => void } & Access);

const Context = createContext<AccessState>({ status: 'loading' });

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

export function AccessProvider({ children }: { children: ReactNode }) {
  const [chosen, setChosen] = useState<string>();
  const [arn, setArn] = useState<string>();
  const session = useQuery({ queryKey: ['session'], queryFn: getSession, staleTime: Infinity });
  const account = chosen ?? session.data?.AccountId;
  const graphs = useQuery({ queryKey: ['graphs', account], queryFn: listGraphs, enabled: account !== undefined });

  const state = useMemo<AccessState>(() => {
    const failed = session.error ?? graphs.error;
    const reload = () => void (session.error ? session.refetch() : graphs.refetch());
    if (failed) return { status: 'failed', problem: asProblem(failed), retry: reload };
    if (session.data === undefined || graphs.data === undefined || account === undefined) return { status: 'loading' };
    return {
      status: 'ready',
      session: session.data,
      account,
      graphs: graphs.data,
      graph: graphs.data.find((it) => it.arn === arn) ?? graphs.data[0],
      chooseAccount: (next) => {
        // Before anything is asked anew, which the changed keys of all queries cause.
        askAs(next);
        setArn(undefined);
        setChosen(next);
      },
      chooseGraph: setArn,
      reload,
    };
  }, [session, graphs, account, arn]);

  return <Context.Provider value={state}>{children}</Context.Provider>;
}

export function useAccessState(): AccessState {
  return useContext(Context);
}

/** Access, for what is shown only once there is some. */
export function useAccess(): Access & { readonly reload: () => void } {
  const state = useContext(Context);
  if (state.status !== 'ready') throw new Error('useAccess outside of a page');
  return state;
}

/** The graph that the page is about; pages are shown only when there is one. */
export function useGraph(): { account: string; graphArn: string; isAdministrator: boolean; session: Session } {
  const { account, graph, session } = useAccess();
  return { account, graphArn: graph?.arn ?? '', isAdministrator: graph?.isAdministrator ?? true, session };
}
