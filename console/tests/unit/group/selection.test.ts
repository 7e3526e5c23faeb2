import { describe, expect, it } from 'vitest';

import { inDirection } from '../../../src/group/geometry';
import { commandOf, type Key } from '../../../src/group/keys';
import { type Action, NOTHING, select, type Selection } from '../../../src/group/selection';

const after = (...actions: Action[]): Selection => actions.reduce(select, NOTHING);
const chosen = (state: Selection): string[] => [...state.selected];

describe('the selection', () => {
  it('is one node after a click', () => {
    expect(chosen(after({ type: 'only', id: 'a' }, { type: 'only', id: 'b' }))).toEqual(['b']);
  });

  it('gains a node with Ctrl, and loses it again', () => {
    const two = after({ type: 'only', id: 'a' }, { type: 'toggle', id: 'b' });
    expect(chosen(two)).toEqual(['a', 'b']);
    expect(chosen(select(two, { type: 'toggle', id: 'a' }))).toEqual(['b']);
  });

  it('is replaced by a rectangle with Shift, and added to with Ctrl', () => {
    const one = after({ type: 'only', id: 'a' });
    expect(chosen(select(one, { type: 'marquee', ids: ['b', 'c'], adds: false }))).toEqual(['b', 'c']);
    expect(chosen(select(one, { type: 'marquee', ids: ['b', 'c'], adds: true }))).toEqual(['a', 'b', 'c']);
  });

  it('ends with a click on white space, and the focus stays', () => {
    expect(after({ type: 'only', id: 'a' }, { type: 'none' })).toEqual({ selected: new Set(), focused: 'a' });
  });

  it('stays when arrow keys move the focus', () => {
    const moved = after({ type: 'only', id: 'a' }, { type: 'move', id: 'b', selects: false });
    expect([chosen(moved), moved.focused]).toEqual([['a'], 'b']);
  });

  it('grows from where the focus was to where it goes with Shift', () => {
    const start = after({ type: 'move', id: 'a', selects: false });
    expect(chosen(select(start, { type: 'move', id: 'b', selects: true }))).toEqual(['a', 'b']);
  });

  it('loses what is no longer drawn, and is the same object when nothing is lost', () => {
    const two = after({ type: 'only', id: 'a' }, { type: 'toggle', id: 'b' });
    expect(select(two, { type: 'drawn', ids: ['a'] })).toEqual({ selected: new Set(['a']), focused: undefined });
    expect(select(two, { type: 'drawn', ids: ['a', 'b', 'c'] })).toBe(two);
  });
});

describe('a key', () => {
  const press = (key: string, held: Partial<Key> = {}) => commandOf({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held });

  it('moves the focus with an arrow, and selects with Shift', () => {
    expect(press('ArrowLeft')).toEqual({ type: 'move', direction: 'left', selects: false });
    expect(press('ArrowUp', { shiftKey: true })).toEqual({ type: 'move', direction: 'up', selects: true });
  });

  it('toggles with Ctrl+Space, and with Command+Space of a Mac', () => {
    expect(press(' ', { ctrlKey: true })).toEqual({ type: 'toggle' });
    expect(press(' ', { metaKey: true })).toEqual({ type: 'toggle' });
    expect(press(' ')).toEqual({ type: 'only' });
  });

  it('moves nodes with Alt, which needs no pointer', () => {
    expect(press('ArrowDown', { altKey: true })).toEqual({ type: 'nudge', direction: 'down' });
  });

  it('leaves to the browser what is not the picture\u2019s', () => {
    expect(press('Tab')).toBeUndefined();
    expect(press('0', { ctrlKey: true })).toBeUndefined();
    expect(press('ArrowLeft', { ctrlKey: true })).toBeUndefined();
    expect(press('x')).toBeUndefined();
  });
});

describe('an arrow key goes', () => {
  const places = new Map([['a', { x: 0, y: 0 }], ['b', { x: 100, y: 10 }], ['c', { x: 60, y: 90 }], ['d', { x: -80, y: 0 }]]);

  it('to what is ahead rather than to what is nearer but aside', () => {
    expect(inDirection(places, 'a', 'right')).toBe('b');
    expect(inDirection(places, 'a', 'down')).toBe('c');
    expect(inDirection(places, 'a', 'left')).toBe('d');
  });

  it('to what is aside when nothing is ahead, and nowhere at the edge', () => {
    expect(inDirection(new Map([['a', { x: 0, y: 0 }], ['b', { x: 10, y: 90 }]]), 'a', 'right')).toBe('b');
    expect(inDirection(places, 'd', 'left')).toBe('d');
    expect(inDirection(places, 'nobody', 'left')).toBe('nobody');
  });
});
