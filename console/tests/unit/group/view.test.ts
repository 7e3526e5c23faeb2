import { describe, expect, it } from 'vitest';

import { byImportance, linesOf, roomy, SIDES_IN_TIME } from '../../../src/group/labels';
import { neighboursOf, pictureOf } from '../../../src/group/model';
import { fitted, inWorld, nodeScale, onScreen, revealing, zoomed } from '../../../src/group/view';
import { groupOf } from './sample';

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

  const at = (id: string, x: number, y = 300) => ({ id, at: { x, y }, lines: ['about this long'] });

  it('is below its node, or where it covers neither a node nor a label before it', () => {
    expect([...roomy([at('a', 300), at('far', 600)], 1, SIZE)]).toEqual([['a', 'below'], ['far', 'below']]);
    expect([...roomy([at('a', 300), at('b', 340)], 1, SIZE)]).toEqual([['a', 'below'], ['b', 'above']]);
    expect(roomy([at('a', 300), at('below', 300, 340)], 1, SIZE).get('a')).toBe('above');
    expect(roomy([at('a', 300), at('below', 300, 340)], 1, SIZE, SIDES_IN_TIME).get('a')).toBe('right');
    const cross = [at('a', 300), at('below', 300, 340), at('above', 300, 260)];
    expect(roomy(cross, 1, SIZE).get('a')).toBe('right');
    expect(roomy([...cross, at('right', 340)], 1, SIZE).get('a')).toBe('left');
  });

  it('is hidden where there is no room around its node, and is not cut by the window', () => {
    const cross = [at('a', 300), at('below', 300, 340), at('above', 300, 260), at('right', 340), at('left', 260)];
    expect(roomy(cross, 1, SIZE).has('a')).toBe(false);
    expect(roomy([at('a', 780), at('below', 780, 340), at('above', 780, 260)], 1, SIZE).get('a')).toBe('left');
  });
});

describe('the labels of a group', () => {
  it('are first those of entities that join findings, then by lines, and of these the worse findings', () => {
    const group = groupOf([{ severity: 'LOW' }, { severity: 'CRITICAL' }, { severity: 'HIGH' }], 3, [[0, 0, 'ACTOR'], [0, 1], [1, 1], [2, 1], [2, 2]]);
    const picture = pictureOf(group, new Set(), false);
    expect(byImportance(picture.nodes, neighboursOf(picture)).map((it) => it.id)).toEqual(['e1', 'f2', 'f0', 'f1', 'e0', 'e2']);
  });
});
