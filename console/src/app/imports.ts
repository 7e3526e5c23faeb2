// Parts of the console that could not be loaded, and why: the server is gone, or has another version of them.

import { type ApiProblem, asProblem } from '../api/problem';
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

/** Asks; a server that answers with an error says itself what helps, such as the address that it printed. */
export async function askServer(): Promise<Server | ApiProblem> {
  try {
    await getSession();
    const index = await fetch('/', { cache: 'no-store' });
    const script = document.querySelector<HTMLScriptElement>('script[type="module"]');
    return script === null || isOfConsole(await index.text(), script.src) ? 'BACK' : 'UPGRADED';
  } catch (error) {
    const problem = asProblem(error);
    return problem.kind === 'ConsoleUnreachable' || error instanceof TypeError ? 'GONE' : problem;
  }
}
