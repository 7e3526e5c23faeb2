// Whose graph is looked at: the account's own, or as a member one that it feeds.

import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';

import { askAs } from '../api/http';
import { type ApiProblem, asProblem } from '../api/problem';
import type { Session } from '../api/session';
import { accessQuery } from './access';
import { type GraphChoice, knownStore } from './known';

interface Access {
  readonly session: Session;
  /** The account that is asked as. */
  readonly account: string;
  readonly chooseAccount: (account: string) => void;
  readonly graphs: readonly GraphChoice[];
  readonly graph: GraphChoice | undefined;
  readonly chooseGraph: (arn: string) => void;
}

export type { GraphChoice };

export type AccessState =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly problem: ApiProblem; readonly retry: () => void }
  | ({ readonly status: 'ready'; readonly reload: () => Promise<unknown> } & Access);

const Context = createContext<AccessState>({ status: 'loading' });

export function AccessProvider({ children }: { children: ReactNode }) {
  const [chosen, setChosen] = useState<string>();
  const [arn, setArn] = useState<string>();
  const { data, error, refetch } = useQuery(accessQuery(chosen));

  useEffect(() => {
    if (chosen === undefined && data !== undefined) knownStore.set(data);
  }, [chosen, data]);

  const state = useMemo<AccessState>(() => {
    const reload = () => refetch();
    if (error) return { status: 'failed', problem: asProblem(error), retry: () => void reload() };
    if (data === undefined) return { status: 'loading' };
    const { session, graphs } = data;
    return {
      status: 'ready',
      session,
      account: chosen ?? session.AccountId,
      graphs,
      graph: graphs.find((it) => it.arn === arn) ?? graphs[0],
      chooseAccount: (next) => {
        // Before anything is asked anew, which the changed keys of all queries cause.
        askAs(next);
        setArn(undefined);
        setChosen(next);
      },
      chooseGraph: setArn,
      reload,
    };
  }, [data, error, refetch, chosen, arn]);

  return <Context.Provider value={state}>{children}</Context.Provider>;
}

export function useAccessState(): AccessState {
  return useContext(Context);
}

/** Access, for what is shown only once there is some. */
export function useAccess(): Access & { readonly reload: () => Promise<unknown> } {
  const state = useContext(Context);
  if (state.status !== 'ready') throw new Error('useAccess outside of a page');
  return state;
}

/** The graph that the page is about; pages are shown only when there is one. */
export function useGraph(): { account: string; graphArn: string; isAdministrator: boolean; session: Session } {
  const { account, graph, session } = useAccess();
  return { account, graphArn: graph?.arn ?? '', isAdministrator: graph?.isAdministrator ?? true, session };
}
