// The pane on the right: what is shown, how to use it, what to do next.

import HelpPanel from '@cloudscape-design/components/help-panel';
import Link from '@cloudscape-design/components/link';
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';

export interface Help {
  readonly title: string;
  readonly body: ReactNode;
}

interface HelpPane {
  readonly help: Help | undefined;
  readonly isOpen: boolean;
  readonly show: (help: Help) => void;
  readonly setOpen: (open: boolean) => void;
}

const Context = createContext<HelpPane | undefined>(undefined);

export function HelpProvider({ children }: { children: ReactNode }) {
  const [help, setHelp] = useState<Help>();
  const [isOpen, setOpen] = useState(false);
  const pane = useMemo<HelpPane>(
    () => ({
      help,
      isOpen,
      setOpen,
      show: (next) => {
        setHelp(next);
        setOpen(true);
      },
    }),
    [help, isOpen],
  );
  return <Context.Provider value={pane}>{children}</Context.Provider>;
}

export function useHelp(): HelpPane {
  const pane = useContext(Context);
  if (pane === undefined) throw new Error('useHelp outside of HelpProvider');
  return pane;
}

/** Beside a title, it explains what is below. */
export function InfoLink({ help }: { help: Help }) {
  const { show } = useHelp();
  return (
    <Link variant="info" ariaLabel={`Info: ${help.title}`} onFollow={() => show(help)}>
      Info
    </Link>
  );
}

export function HelpContent() {
  const { help } = useHelp();
  return <HelpPanel header={<h2>{help?.title ?? 'Help'}</h2>}>{help?.body ?? 'Choose Info beside a title.'}</HelpPanel>;
}
