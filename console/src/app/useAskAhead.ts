// What a page asks first is on its way before the page is: from page to page, as from the first address (`main.tsx`).

import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

import { ACCESS } from '../state/access';
import { useAccessState } from '../state/graph';
import type { Known } from '../state/known';
import { askAhead } from './ahead';
import { parseHash } from './location';

/** Before everything else that listens, which draws the page. */
const FIRST = { capture: true } as const;

export function useAskAhead(): void {
  const client = useQueryClient();
  const access = useAccessState();
  const account = access.status === 'ready' && access.graph?.isAdministrator ? access.account : undefined;
  const graphArn = access.status === 'ready' ? access.graph?.arn : undefined;
  useEffect(() => {
    if (account === undefined || graphArn === undefined) return undefined;
    // One that was just deleted is known to be gone before React draws that.
    const isThere = () => client.getQueriesData<Known>({ queryKey: ACCESS }).some(([, known]) => known?.graphs.some((it) => it.arn === graphArn));
    const ask = () => {
      if (isThere()) askAhead(client, parseHash(window.location.hash), account, graphArn);
    };
    window.addEventListener('hashchange', ask, FIRST);
    window.addEventListener('popstate', ask, FIRST);
    return () => {
      window.removeEventListener('hashchange', ask, FIRST);
      window.removeEventListener('popstate', ask, FIRST);
    };
  }, [client, account, graphArn]);
}
