// The scope time of the present page.

import { useMemo } from 'react';

import { setParams, useLocation } from '../app/location';
import { useNow } from '../state/now';
import { storeOf, useStore } from '../state/store';
import { DAY, lastOf, paramsOfScope, sameScope, type Scope, scopeOfParams } from './scope';

const KEPT = 8;

function isScope(it: unknown): it is Scope {
  return typeof it === 'object' && it !== null && Number.isFinite((it as Scope).start) && Number.isFinite((it as Scope).end);
}

/** The scope times of before, the latest first. */
const historyStore = storeOf<readonly Scope[]>('gumshoe.scopes', (stored) =>
  Array.isArray(stored) ? stored.filter(isScope).slice(0, KEPT) : [],
);

export function useScopeHistory(): readonly Scope[] {
  return useStore(historyStore);
}

function remember(scope: Scope): void {
  historyStore.set([scope, ...historyStore.get().filter((it) => !sameScope(it, scope))].slice(0, KEPT));
}

export interface ScopeOfPage {
  readonly scope: Scope;
  /** Whether nobody chose it: the page's default, or the last 24 hours. */
  readonly isDefault: boolean;
  readonly setScope: (scope: Scope) => void;
  /** Back to the default. */
  readonly resetScope: () => void;
}

/** The scope time in the URL; else the page's own, such as a finding's; else the last 24 hours. */
export function useScope(ofPage?: Scope): ScopeOfPage {
  const { params } = useLocation();
  const now = useNow();
  const start = ofPage?.start;
  const end = ofPage?.end;
  return useMemo(() => {
    const chosen = scopeOfParams(params, now);
    const own = start === undefined || end === undefined ? lastOf(DAY, now) : { start, end };
    return {
      scope: chosen ?? own,
      isDefault: chosen === undefined,
      setScope: (scope) => {
        remember(scope);
        setParams(paramsOfScope(scope));
      },
      resetScope: () => setParams({ scopeStart: undefined, scopeEnd: undefined }),
    };
  }, [params, now, start, end]);
}

/** The scope's parameters of the present page, for links that carry it on; nothing where nobody chose one. */
export function useScopeParams(): { scopeStart?: string; scopeEnd?: string } {
  const { params } = useLocation();
  const now = useNow();
  return useMemo(() => {
    const chosen = scopeOfParams(params, now);
    return chosen === undefined ? {} : paramsOfScope(chosen);
  }, [params, now]);
}
