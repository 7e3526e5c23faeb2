// What a key does in the picture. User Guide, "Finding group visualization", keyboard shortcuts; zooming and moving a node
// without a pointer are ours.

import type { Direction } from './geometry';

export type Command =
  | { readonly type: 'move'; readonly direction: Direction; readonly selects: boolean }
  | { readonly type: 'nudge'; readonly direction: Direction }
  | { readonly type: 'first' | 'last' | 'next' | 'previous' | 'toggle' | 'only' | 'open' | 'none' | 'all' | 'in' | 'out' | 'fit' };

const ARROWS: Readonly<Record<string, Direction>> = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' };

const KEYS: Readonly<Record<string, Exclude<Command, { direction: Direction }>['type']>> = {
  ' ': 'only',
  Enter: 'open',
  Escape: 'none',
  Home: 'first',
  End: 'last',
  PageDown: 'next',
  PageUp: 'previous',
  '+': 'in',
  '=': 'in',
  '-': 'out',
  '0': 'fit',
};

export interface Key {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

export function commandOf(key: Key): Command | undefined {
  const ctrl = key.ctrlKey || key.metaKey;
  const direction = ARROWS[key.key];
  if (direction !== undefined) {
    if (key.altKey) return { type: 'nudge', direction };
    return ctrl ? undefined : { type: 'move', direction, selects: key.shiftKey };
  }
  if (ctrl && key.key === ' ') return { type: 'toggle' };
  if (ctrl && key.key.toLowerCase() === 'a') return { type: 'all' };
  // What is left with Ctrl or Alt is the browser's: its own zoom, for one.
  if (ctrl || key.altKey) return undefined;
  const type = KEYS[key.key];
  return type === undefined ? undefined : { type };
}

/** What the help says, in the order of the User Guide. */
export const SHORTCUTS: readonly (readonly [string, string])[] = [
  ['Click', 'Select one node'],
  ['Click on white space', 'Deselect all'],
  ['Ctrl+Click', 'Add to the selection, or take away'],
  ['Drag', 'Pan; a node: move it, with all that are selected'],
  ['Ctrl+Drag', 'Add all in a rectangle to the selection'],
  ['Shift+Drag', 'Select all in a rectangle'],
  ['Arrow keys', 'Move the focus'],
  ['Shift+Arrow keys', 'Move the focus, and select'],
  ['Ctrl+Space', 'Select the focused node, or deselect it'],
  ['Space', 'Select only the focused node'],
  ['Enter, double-click', 'Open or close similar findings'],
  ['Alt+Arrow keys', 'Move the selected nodes'],
  ['Ctrl+A, Escape', 'Select all, deselect all'],
  ['Page Down, Page Up', 'Focus the next, the previous node in the order of time'],
  ['Home, End', 'Focus the first, the last node'],
  ['+ and -, Ctrl+Wheel', 'Zoom in and out'],
  ['0', 'Fit to window'],
];
