// What a page tells the frame around it: its name, and the way to it.

import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';

import { visible } from '../format/text';

export interface Crumb {
  readonly text: string;
  readonly href: string;
}

interface Frame {
  readonly crumbs: readonly Crumb[] | undefined;
  readonly setCrumbs: (crumbs: readonly Crumb[] | undefined) => void;
}

const Context = createContext<Frame>({ crumbs: undefined, setCrumbs: () => undefined });

export function PageProvider({ children }: { children: ReactNode }) {
  const [crumbs, setCrumbs] = useState<readonly Crumb[]>();
  const frame = useMemo(() => ({ crumbs, setCrumbs }), [crumbs]);
  return <Context.Provider value={frame}>{children}</Context.Provider>;
}

export function useCrumbs(): readonly Crumb[] | undefined {
  return useContext(Context).crumbs;
}

/** Names the page in the browser's tab and the breadcrumbs; `crumbs` are those between the console and the page. */
export function usePage(title: string, crumbs: readonly Crumb[] = []): void {
  const { setCrumbs } = useContext(Context);
  const way = JSON.stringify([...crumbs, { text: title, href: '' }]);
  useEffect(() => {
    document.title = `${visible(title)} | Gumshoe`;
    setCrumbs(JSON.parse(way) as Crumb[]);
    return () => setCrumbs(undefined);
  }, [title, way, setCrumbs]);
}
