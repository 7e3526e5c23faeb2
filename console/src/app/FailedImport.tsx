// A page that could not be loaded: asks whether the server is there, and says what helps.

import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import { useEffect, useState } from 'react';

import { type ApiProblem } from '../api/problem';
import { Loading, Problem } from '../components/States';
import { askServer, type Server } from './imports';

const WORDS: Readonly<Record<Server, { header: string; text: string; action: string }>> = {
  GONE: {
    header: 'The server does not answer',
    text: 'Pages that were not opened before cannot be loaded. Is gumshoe up or gumshoe console still running? Start it, then try again.',
    action: 'Try again',
  },
  UPGRADED: {
    header: 'The console was upgraded',
    text: 'This page is of the version before, which the server no longer has. Reloading opens the same address in the new one.',
    action: 'Reload',
  },
  BACK: {
    header: 'The server answers again',
    text: 'It did not when this page was to be loaded. Reloading opens the same address.',
    action: 'Reload',
  },
};

export function FailedImport() {
  const [server, setServer] = useState<Server | ApiProblem>();
  const [isAsking, setAsking] = useState(false);
  useEffect(() => {
    void askServer().then(setServer);
  }, []);
  if (server === undefined) return <Loading height={480} label="Asking whether the server is there" />;
  // Only a new document loads it anew: React, Vite and the browser each remember an import that failed.
  const retry = async () => {
    setAsking(true);
    const next = await askServer();
    if (next === 'BACK' || next === 'UPGRADED') window.location.reload();
    setServer(next);
    setAsking(false);
  };
  if (typeof server !== 'string') return <Problem error={server} retry={() => void retry()} what="The page could not be loaded" />;
  const { header, text, action } = WORDS[server];
  return (
    <Alert
      type="error"
      header={header}
      action={
        <Button loading={isAsking} onClick={() => void retry()}>
          {action}
        </Button>
      }
    >
      {text}
    </Alert>
  );
}
