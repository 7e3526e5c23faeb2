import { expect, test } from 'vitest';

import { findingOf } from '../../src/forms/rows';
import { HOUR } from '../../src/scope/scope';

test('a row of a finding is chosen with the whole hours in which it was observed', () => {
  const cells = { Finding: 'arn:finding', FirstSeen: '2026-03-01T10:20:00.000Z', LastSeen: '2026-03-01T11:00:00.000Z' };
  const start = Date.parse('2026-03-01T10:00:00Z');
  expect(findingOf({ Cells: cells }, 'Finding')).toEqual({ id: 'arn:finding', observed: { start, end: start + 2 * HOUR } });
});

test('without times the scope time stays, without an id there is nothing to choose', () => {
  expect(findingOf({ Cells: { Finding: 'a' } }, 'Finding')).toEqual({ id: 'a', observed: undefined });
  expect(findingOf({ Cells: { Finding: 'a', FirstSeen: 'x', LastSeen: '2026-03-01T11:00:00Z' } }, 'Finding')?.observed).toBeUndefined();
  expect(findingOf({ Cells: {} }, 'Finding')).toBeUndefined();
});
