// The address of a page is the URL's hash, as in Amazon Detective's console:
// `#entities/IpAddress/192.0.2.1?scopeStart=1552867200&scopeEnd=1552953600`. User Guide, "Navigating directly to an
// entity profile or finding overview using a URL".

import { useSyncExternalStore } from 'react';

export interface Location {
  /** The hash without `#`, up to its `?`, in decoded segments. */
  readonly path: readonly string[];
  readonly params: URLSearchParams;
}

/** `encodeURIComponent` undone, and what is not encoded by it left as it is: people write links by hand. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function parseHash(hash: string): Location {
  const text = hash.replace(/^#\/?/, '');
  const cut = text.indexOf('?');
  const path = cut < 0 ? text : text.slice(0, cut);
  const params = new URLSearchParams(cut < 0 ? '' : text.slice(cut + 1));
  return { path: path === '' ? [] : path.split('/').map(decoded), params };
}

/** What a link's `href` is. Parameters without a value are left out. */
export function hrefTo(path: readonly string[], params: Record<string, string | undefined> = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value !== undefined) query.set(name, value);
  }
  const text = query.toString();
  return `#${path.map(encodeURIComponent).join('/')}${text === '' ? '' : `?${text}`}`;
}

let current: { hash: string; location: Location } | undefined;

/** The same object as long as the hash is the same, as React asks of a snapshot. */
function snapshot(): Location {
  const hash = window.location.hash;
  if (current?.hash !== hash) current = { hash, location: parseHash(hash) };
  return current.location;
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  window.addEventListener('popstate', listener);
  return () => {
    window.removeEventListener('hashchange', listener);
    window.removeEventListener('popstate', listener);
  };
}

export function useLocation(): Location {
  return useSyncExternalStore(subscribe, snapshot);
}

/** Goes to a page, with an entry in the browser's history unless it `replace`s the present one. */
export function navigate(href: string, how: { replace?: boolean } = {}): void {
  if (href === window.location.hash) return;
  if (how.replace) window.history.replaceState(null, '', href);
  else window.history.pushState(null, '', href);
  window.dispatchEvent(new PopStateEvent('popstate'));
}

/** Sets parameters of the present page; `undefined` removes one. */
export function setParams(changes: Record<string, string | undefined>, how: { replace?: boolean } = {}): void {
  const { path, params } = snapshot();
  navigate(hrefTo(path, { ...Object.fromEntries(params), ...changes }), how);
}
