// Memberships as React asks for them: all pages, again while something is in progress.

import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';

import { detective } from '../../api/detective';
import type { MemberDetail } from '../../api/detective.gen';
import { everyPage } from '../../api/pages';
import { type ApiProblem, asProblem } from '../../api/problem';
import { useAccess } from '../../state/graph';
import { isMoving } from './status';

const AGAIN_AFTER = 3000;

function rethrow(error: unknown): never {
  throw asProblem(error);
}

/** The members of the account's own graph. */
export function useMembers(graphArn: string): UseQueryResult<MemberDetail[], ApiProblem> {
  const { account } = useAccess();
  return useQuery<MemberDetail[], ApiProblem>({
    queryKey: ['ListMembers', account, graphArn],
    queryFn: async () => {
      const pages = await everyPage((next) => detective('ListMembers', { GraphArn: graphArn, ...next })).catch(rethrow);
      return pages.flatMap((it) => it.MemberDetails ?? []);
    },
    refetchInterval: ({ state }) => (state.data?.some(isMoving) ? AGAIN_AFTER : false),
  });
}

/** The graphs that the account is invited to or feeds. */
export function useInvitations(): UseQueryResult<MemberDetail[], ApiProblem> {
  const { account } = useAccess();
  return useQuery<MemberDetail[], ApiProblem>({
    queryKey: ['ListInvitations', account],
    queryFn: async () => {
      const pages = await everyPage((next) => detective('ListInvitations', next)).catch(rethrow);
      return pages.flatMap((it) => it.Invitations ?? []);
    },
    refetchInterval: ({ state }) => (state.data?.some(isMoving) ? AGAIN_AFTER : false),
  });
}

/** Asks for memberships anew, after something was done about them. */
export function useRefresh(): () => void {
  const client = useQueryClient();
  return () => {
    void client.invalidateQueries({ queryKey: ['ListMembers'] });
    void client.invalidateQueries({ queryKey: ['ListInvitations'] });
  };
}
