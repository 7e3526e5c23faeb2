// Copies a text, and says so.

import { useCallback } from 'react';

import { useFlash } from '../state/flash';

/** Without a permission for the clipboard, or on plain http elsewhere than loopback, the old way still works. */
function copyTheOldWay(text: string): void {
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'gs-offscreen';
  document.body.append(area);
  area.select();
  const isCopied = document.execCommand('copy');
  area.remove();
  if (!isCopied) throw new Error('The browser does not let it be copied.');
}

/** A text that is still being made is given as such: a browser that only copies during a click would refuse it later. */
async function write(text: string | Promise<string>): Promise<void> {
  if (typeof text === 'string') return navigator.clipboard.writeText(text);
  const blob = text.then((it) => new Blob([it], { type: 'text/plain' }));
  return navigator.clipboard.write([new ClipboardItem({ 'text/plain': blob })]);
}

/** Copies what there is, or will be; what cannot be made is told. */
export function useCopy(): (what: string, text: string | Promise<string>) => void {
  const flash = useFlash();
  return useCallback(
    (what, text) => {
      const copied = async () => {
        try {
          await write(text);
        } catch {
          copyTheOldWay(await text);
        }
        flash.success(`${what} copied.`);
      };
      copied().catch((error: unknown) => flash.problem(`${what} not copied`, error));
    },
    [flash],
  );
}
