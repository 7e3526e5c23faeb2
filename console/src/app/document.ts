// What there must be of the page before it is drawn into.

const once = (target: EventTarget, event: string): Promise<unknown> => new Promise((resolve) => target.addEventListener(event, resolve, { once: true }));

/** Ends when the document was read and has its styles: the design system measures what it draws. */
export async function documentReady(): Promise<void> {
  if (document.readyState === 'loading') await once(document, 'DOMContentLoaded');
  const loading = [...document.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]')].filter((it) => it.sheet === null);
  // Everything was tried then: without a style sheet the page is ugly, but there.
  if (loading.length === 0 || document.readyState === 'complete') return;
  await Promise.race([Promise.all(loading.map((it) => once(it, 'load'))), once(window, 'load')]);
}
