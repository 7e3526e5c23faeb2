import { describe, expect, it } from 'vitest';

import { linesOf, roomy } from '../../../src/group/labels';
import { fitted, inWorld, nodeScale, onScreen, revealing, zoomed } from '../../../src/group/view';

const SIZE = { width: 800, height: 600 };

describe('the window over the picture', () => {
  it('fits all places, with room for labels at the edges', () => {
    const places = [{ x: -2000, y: -500 }, { x: 3000, y: 900 }];
    const view = fitted(places, SIZE);
    for (const place of places) {
      const { x, y } = onScreen(view, place);
      expect(x).toBeGreaterThanOrEqual(70);
      expect(x).toBeLessThanOrEqual(730);
      expect(y).toBeGreaterThanOrEqual(40);
      expect(y).toBeLessThanOrEqual(545);
    }
  });

  it('does not blow up few nodes', () => {
    expect(fitted([{ x: 0, y: 0 }, { x: 10, y: 0 }], SIZE).zoom).toBe(1.25);
    expect(fitted([], SIZE).zoom).toBe(1.25);
  });

  it('zooms around a point that stays where it is', () => {
    const view = { zoom: 0.5, x: 30, y: -20 };
    const around = { x: 200, y: 100 };
    expect(inWorld(zoomed(view, 1.7, around), around).x).toBeCloseTo(inWorld(view, around).x);
    expect(zoomed(view, 1000, around).zoom).toBe(4);
  });

  it('moves no more than the focus needs', () => {
    const view = { zoom: 1, x: 0, y: 0 };
    expect(revealing(view, { x: 400, y: 300 }, SIZE)).toBe(view);
    expect(onScreen(revealing(view, { x: 2000, y: 300 }, SIZE), { x: 2000, y: 300 })).toEqual({ x: 761, y: 300 });
  });

  it('keeps the size of nodes until there is hardly room for them', () => {
    expect([nodeScale(3), nodeScale(0.75), nodeScale(0.5), nodeScale(0.1)]).toEqual([1, 1, 0.7, 0.6]);
  });
});

describe('a label', () => {
  it('has two lines, broken between words', () => {
    expect(linesOf('CVE-2026-0001 - openssl')).toEqual(['CVE-2026-0001 -', 'openssl']);
    expect(linesOf('An instance communicates with a known server.')).toEqual(['An instance', 'communicates with a k…']);
  });

  it('breaks what has no spaces, and not through a character', () => {
    expect(linesOf('AROA4VKQ6OFM7NEXAMPLE:deploy')).toEqual(['AROA4VKQ6OFM7NEXAMPLE:', 'deploy']);
    expect(linesOf(`${'a'.repeat(21)}\u{1f600}b`)).toEqual(['a'.repeat(21), '\u{1f600}b']);
  });

  it('writes out what cannot be seen, and stays short however long the text is', () => {
    expect(linesOf('a\u202eb').join('')).toBe('a\\u{202e}b');
    const long = linesOf('<img src=x onerror=alert(1)>'.repeat(300));
    expect(long).toHaveLength(2);
    expect(long.every((line) => line.length <= 22)).toBe(true);
  });

  it('is hidden where a more important one is, and where it would cover a node', () => {
    const at = (id: string, x: number, y = 0) => ({ id, at: { x, y }, lines: ['about this long'] });
    expect([...roomy([at('a', 0), at('b', 40), at('c', 300)], 1)]).toEqual(['a', 'c']);
    expect([...roomy([at('a', 0), at('below', 0, 40)], 1)]).toEqual(['below']);
  });
});
