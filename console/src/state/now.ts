// The present hour. It moves only between pages, so that what is on the screen does not ask anew by itself.

import { useSyncExternalStore } from 'react';

const HOUR = 3_600_000;
let now = Date.now();

function subscribe(listener: () => void): () => void {
  const move = () => {
    // Within the hour nothing would change but the identity of every scope.
    if (Math.ceil(Date.now() / HOUR) !== Math.ceil(now / HOUR)) {
      now = Date.now();
      listener();
    }
  };
  window.addEventListener('hashchange', move);
  window.addEventListener('popstate', move);
  return () => {
    window.removeEventListener('hashchange', move);
    window.removeEventListener('popstate', move);
  };
}

/** Milliseconds since 1970, of the moment at which the present hour was noticed. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}
