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
  document.execCommand('copy');
  area.remove();
}

export function useCopy(): (what: string, text: string) => void {
  const flash = useFlash();
  return useCallback(
    (what, text) => {
      const done = () => flash.success(`${what} copied.`);
      if (navigator.clipboard === undefined) {
        copyTheOldWay(text);
        done();
        return;
      }
      navigator.clipboard.writeText(text).then(done, () => {
        copyTheOldWay(text);
        done();
      });
    },
    [flash],
  );
}
