// The pane beside the page: what was chosen of it, in detail. The frame has the place, the page what is in it.

import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { createPortal } from 'react-dom';

interface Shown {
  readonly title: string;
  readonly close: () => void;
}

interface PaneState {
  /** Nothing while no page has something to show. */
  readonly shown: Shown | undefined;
  readonly setShown: (shown: Shown | undefined) => void;
  /** The element that the frame gives. */
  readonly host: HTMLElement | null;
  readonly setHost: (host: HTMLElement | null) => void;
}

const Context = createContext<PaneState | undefined>(undefined);

export function PaneProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<Shown>();
  const [host, setHost] = useState<HTMLElement | null>(null);
  const state = useMemo(() => ({ shown, setShown, host, setHost }), [shown, host]);
  return <Context.Provider value={state}>{children}</Context.Provider>;
}

export function usePane(): PaneState {
  const pane = useContext(Context);
  if (pane === undefined) throw new Error('usePane outside of PaneProvider');
  return pane;
}

/** Shown beside the page for as long as the page has it. */
export function Pane({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) {
  const { setShown, host } = usePane();
  const latest = useRef(onClose);
  useEffect(() => {
    latest.current = onClose;
  });
  useEffect(() => {
    setShown({ title, close: () => latest.current() });
    return () => setShown(undefined);
  }, [title, setShown]);
  return host === null ? null : createPortal(children, host);
}
