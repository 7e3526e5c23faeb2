import { describe, expect, it } from 'vitest';

import { layoutOf, LAYOUTS, placesOf } from '../../../src/group/layouts';
import { inTime } from '../../../src/group/layouts/circle';
import { hubOf } from '../../../src/group/layouts/radial';
import { packed, timeline } from '../../../src/group/layouts/timeline';
import { pictureOf } from '../../../src/group/model';
import { groupOf, largeGroup } from './sample';

const SIZE = { width: 900, height: 560 };
const large = pictureOf(largeGroup(), new Set(), false);
const small = pictureOf(groupOf([{}, { hour: 4 }], 3, [[0, 0, 'ACTOR'], [1, 0], [1, 1]]), new Set(), false);

const gap = (a: { x: number; y: number }, b: { x: number; y: number }) => Math.hypot(a.x - b.x, a.y - b.y);

it('is the layout that the address asks for, and the radial one where it asks for none that there is', () => {
  for (const layout of LAYOUTS) expect(layoutOf(new URLSearchParams({ layout }))).toBe(layout);
  expect(layoutOf(new URLSearchParams())).toBe('radial');
  expect(layoutOf(new URLSearchParams({ layout: 'constructor' }))).toBe('radial');
});

describe.each(LAYOUTS)('the layout %s', (layout) => {
  it('gives every node a place, and a picture without nodes none', () => {
    const places = placesOf(layout, large, SIZE);
    expect([...places.keys()].sort()).toEqual(large.nodes.map((node) => node.id).sort());
    expect([...places.values()].every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true);
    expect(placesOf(layout, { nodes: [], edges: [], leftOut: 0 }, SIZE).size).toBe(0);
  });

  it('gives the same picture the same places', () => {
    expect([...placesOf(layout, large, SIZE)]).toEqual([...placesOf(layout, large, SIZE)]);
  });

  it('puts no node upon another, of two or of a hundred', () => {
    for (const picture of [small, large]) {
      const places = [...placesOf(layout, picture, SIZE).values()];
      const nearest = Math.min(...places.flatMap((a, index) => places.slice(index + 1).map((b) => gap(a, b))));
      expect(nearest).toBeGreaterThan(36);
    }
  });
});

describe('radial', () => {
  it('has in its middle the entity whose lines say the most', () => {
    expect(hubOf(small)).toBe('e0');
    expect(placesOf('radial', small, SIZE).get('e0')).toEqual({ x: 0, y: 0 });
  });

  it('has what is two lines from the middle outside of what is one', () => {
    const places = placesOf('radial', small, SIZE);
    const middle = { x: 0, y: 0 };
    expect(gap(places.get('f1') ?? middle, middle)).toBeLessThan(gap(places.get('e1') ?? middle, middle));
  });
});

describe('circle', () => {
  it('is in the order of time, an entity after the first finding that involves it', () => {
    expect(inTime(small).map((node) => node.id)).toEqual(['f0', 'e0', 'f1', 'e1']);
  });
});

describe('force-directed', () => {
  it('has lines of about equal lengths and nodes evenly spread', () => {
    const places = placesOf('force', large, SIZE);
    const at = (id: string) => places.get(id) ?? { x: 0, y: 0 };
    const all = [...places.values()];
    const nearest = all.map((a) => Math.min(...all.filter((b) => b !== a).map((b) => gap(a, b)))).sort((a, b) => a - b);
    // Nobody is crowded and nobody is lost: the loneliest node is not thrice as far from the next as the middle one.
    expect(nearest.at(-1)).toBeLessThan(3 * (nearest[nearest.length >> 1] ?? 0));
    const lengths = pictureOf(groupOf([{}, {}, {}], 3, [[0, 0], [0, 1], [1, 1], [1, 2], [2, 2]]), new Set(), false);
    const few = placesOf('force', lengths, SIZE);
    const drawn = lengths.edges.map(({ from, to }) => gap(few.get(from) ?? at('f0'), few.get(to) ?? at('f0')));
    expect(Math.max(...drawn) / Math.min(...drawn)).toBeLessThan(1.5);
  });
});

describe('grid', () => {
  it('begins with the worst finding and ends with entities', () => {
    const places = placesOf('grid', large, SIZE);
    const order = [...places].sort(([, a], [, b]) => a.y - b.y || a.x - b.x).map(([id]) => large.nodes.find((node) => node.id === id));
    expect(order[0]?.severity).toBe('CRITICAL');
    expect(order.at(-1)?.kind).toBe('ENTITY');
  });
});

describe('timeline', () => {
  it('has a lane for each severity, the worst on top, and entities below', () => {
    const { lanes, places } = timeline(large, SIZE);
    expect(lanes.map((lane) => lane.severity)).toEqual(['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFORMATIONAL', undefined]);
    for (const node of large.nodes) {
      const lane = lanes.find((it) => it.severity === node.severity);
      expect(places.get(node.id)?.y).toBeGreaterThan(lane?.top ?? Infinity);
      expect(places.get(node.id)?.y).toBeLessThan(lane?.bottom ?? 0);
    }
  });

  it('is in the order of time within a row', () => {
    const { places } = timeline(large, SIZE);
    const rows = new Map<number, { x: number; start: number }[]>();
    for (const node of large.nodes) {
      const place = places.get(node.id) ?? { x: 0, y: 0 };
      rows.set(place.y, [...(rows.get(place.y) ?? []), { x: place.x, start: node.start }]);
    }
    for (const row of rows.values()) {
      const starts = row.sort((a, b) => a.x - b.x).map((it) => it.start);
      expect(starts).toEqual([...starts].sort((a, b) => a - b));
    }
  });

  it('moves to the side only what has no room in any row', () => {
    expect(packed([0, 0, 0], 2)).toEqual([{ row: 0, x: 0 }, { row: 1, x: 0 }, { row: 0, x: 96 }]);
    expect(packed([0, 200, 210], 2)).toEqual([{ row: 0, x: 0 }, { row: 0, x: 200 }, { row: 1, x: 210 }]);
  });
});
