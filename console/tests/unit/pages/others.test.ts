import { expect, test } from 'vitest';

import { sideOfParams, paramsOfSide } from '../../../src/compare/sides';
import { othersOf } from '../../../src/pages/entity/others';
import { DAY, HOUR } from '../../../src/scope/scope';

const at = (start: string, length: number) => ({ type: 'AwsUser', id: 'AIDA/x', scope: { start: Date.parse(start), end: Date.parse(start) + length } }) as const;

test('a profile is compared with the same length right before, and with the same days of the week', () => {
  const side = at('2026-03-10T00:00:00Z', DAY);
  const scopes = othersOf(side).map((it) => it.side?.scope.start);
  expect(scopes).toEqual([Date.parse('2026-03-09T00:00:00Z'), Date.parse('2026-03-03T00:00:00Z'), undefined]);
  for (const other of othersOf(side)) expect(other.side?.scope ? other.side.scope.end - other.side.scope.start : DAY).toBe(DAY);
});

test('of more than a week, the earlier time does not overlap', () => {
  const side = at('2026-03-10T00:00:00Z', 8 * DAY + HOUR);
  expect(othersOf(side).map((it) => it.text)).toContain('With 2 weeks earlier');
  for (const other of othersOf(side)) if (other.side) expect(other.side.scope.end).toBeLessThanOrEqual(side.scope.start);
});

test('of whole weeks there is one time before', () => {
  expect(othersOf(at('2026-03-10T00:00:00Z', 7 * DAY)).map((it) => it.id)).toEqual(['before', 'other']);
});

test('what the page opens with is what was chosen', () => {
  const side = at('2026-03-10T00:00:00Z', DAY);
  const params = new URLSearchParams(Object.entries(paramsOfSide('a', side)).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
  expect(sideOfParams(params, 'a', Date.parse('2026-03-20T00:00:00Z'))).toEqual(side);
});
