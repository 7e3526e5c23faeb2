// Memberships as React asks for them: all pages, again while something is in progress.

import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';

import { detective } from '../../api/detective';
import type { MemberDetail } from '../../api/detective.gen';
import { type ApiProblem, asProblem } from '../../api/problem';
import { useAccess } from '../../state/graph';
import { isMoving } from './status';

const AGAIN_AFTER = 3000;

async function everyPage(page: (token?: string) => Promise<{ items: MemberDetail[]; token: string | undefined }>): Promise<MemberDetail[]> {
  try {
    const items: MemberDetail[] = [];
    let next = await page();
    items.push(...next.items);
    while (next.token !== undefined) {
      next = await page(next.token);
      items.push(...next.items);
    }
    return items;
  } catch (error) {
    throw asProblem(error);
  }
}

const tokenOf = (token: string | undefined) => (token === undefined ? {} : { NextToken: token });

/** The members of the account's own graph. */
export function useMembers(graphArn: string): UseQueryResult<MemberDetail[], ApiProblem> {
  const { account } = useAccess();
  return useQuery<MemberDetail[], ApiProblem>({
    queryKey: ['ListMembers', account, graphArn],
    queryFn: () =>
      everyPage(async (token) => {
        const { MemberDetails: items = [], NextToken: next } = await detective('ListMembers', { GraphArn: graphArn, ...tokenOf(token) });
        return { items, token: next };
      }),
    refetchInterval: ({ state }) => (state.data?.some(isMoving) ? AGAIN_AFTER : false),
  });
}

/** The graphs that the account is invited to or feeds. */
export function useInvitations(): UseQueryResult<MemberDetail[], ApiProblem> {
  const { account } = useAccess();
  return useQuery<MemberDetail[], ApiProblem>({
    queryKey: ['ListInvitations', account],
    queryFn: () =>
      everyPage(async (token) => {
        const { Invitations: items = [], NextToken: next } = await detective('ListInvitations', tokenOf(token));
        return { items, token: next };
      }),
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
