import { expect, test } from 'vitest';

import { CHUNK, chunksBetween, heightsOf, sumOf } from '../../src/components/rowWindow';

const HEIGHTS = [100, 300, 50, 200];

test('the chunks that are on the screen are drawn', () => {
  expect(chunksBetween(HEIGHTS, 0, 90)).toEqual({ first: 0, end: 1 });
  expect(chunksBetween(HEIGHTS, 99, 101)).toEqual({ first: 0, end: 2 });
  expect(chunksBetween(HEIGHTS, 100, 420)).toEqual({ first: 1, end: 3 });
});

test('above and below the table, the nearest chunk is drawn', () => {
  expect(chunksBetween(HEIGHTS, -500, -100)).toEqual({ first: 0, end: 1 });
  expect(chunksBetween(HEIGHTS, 5000, 6000)).toEqual({ first: 3, end: 4 });
});

test('the whole table is drawn where all of it is on the screen', () => {
  expect(chunksBetween(HEIGHTS, -10, 10_000)).toEqual({ first: 0, end: 4 });
});

test('a chunk is as high as it was measured, else as high as so many usual rows', () => {
  const heights = heightsOf(2 * CHUNK + 7, new Map([[1, 999]]), 40);
  expect(heights).toEqual([CHUNK * 40, 999, 7 * 40]);
  expect(sumOf(heights, 2)).toBe(CHUNK * 40 + 999);
});
