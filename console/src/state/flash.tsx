// Messages above the page: what was done, and what was not.

import Flashbar, { type FlashbarProps } from '@cloudscape-design/components/flashbar';
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';

import { asProblem } from '../api/problem';

interface Flash {
  readonly success: (text: ReactNode) => void;
  readonly info: (text: ReactNode) => void;
  readonly problem: (what: string, error: unknown) => void;
}

const Items = createContext<readonly FlashbarProps.MessageDefinition[]>([]);
const Actions = createContext<Flash | undefined>(undefined);

let count = 0;

export function FlashProvider({ children }: { children: ReactNode }) {
  const [items, setItems] = useState<readonly FlashbarProps.MessageDefinition[]>([]);
  const add = useCallback((item: FlashbarProps.MessageDefinition) => {
    const id = `flash-${(count += 1)}`;
    const dismiss = () => setItems((before) => before.filter((it) => it.id !== id));
    setItems((before) => [{ ...item, id, dismissible: true, dismissLabel: 'Dismiss', onDismiss: dismiss }, ...before].slice(0, 5));
    // Successes go by themselves; a problem stays until it was read.
    if (item.type === 'success') setTimeout(dismiss, 8000);
  }, []);
  const actions = useMemo<Flash>(
    () => ({
      success: (content) => add({ type: 'success', content }),
      info: (content) => add({ type: 'info', content }),
      problem: (header, error) => {
        const problem = asProblem(error);
        add({ type: 'error', header, content: `${problem.message} ${problem.nextStep}` });
      },
    }),
    [add],
  );
  return (
    <Actions.Provider value={actions}>
      <Items.Provider value={items}>{children}</Items.Provider>
    </Actions.Provider>
  );
}

export function useFlash(): Flash {
  const flash = useContext(Actions);
  if (flash === undefined) throw new Error('useFlash outside of FlashProvider');
  return flash;
}

export function Flashes() {
  return <Flashbar items={useContext(Items)} stackItems />;
}
