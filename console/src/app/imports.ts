// Parts of the console that could not be loaded, and why: the server is gone, or has another version of them.

import { getSession } from '../api/session';

const failed = new WeakSet<Error>();

// Vite tells of every import that fails before it throws; each browser has a message of its own for it.
window.addEventListener('vite:preloadError', (event) => {
  failed.add(event.payload);
});

export function isFailedImport(error: Error): boolean {
  return failed.has(error);
}

/** `GONE`: nobody answers. `UPGRADED`: the server has another console. `BACK`: it answers again, with this one. */
export type Server = 'GONE' | 'UPGRADED' | 'BACK';

/** The names of files are digests of what is in them: an index without the script that began this page is another console's. */
export function isOfConsole(index: string, script: string): boolean {
  return index.includes(new URL(script, window.location.origin).pathname);
}

export async function askServer(): Promise<Server> {
  try {
    await getSession();
    const index = await fetch('/', { cache: 'no-store' });
    const script = document.querySelector<HTMLScriptElement>('script[type="module"]');
    return script === null || isOfConsole(await index.text(), script.src) ? 'BACK' : 'UPGRADED';
  } catch {
    return 'GONE';
  }
}
