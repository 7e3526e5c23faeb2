import { expect, test } from 'vitest';

import { levelsOf, nodesOf } from '../../src/activity/levels';
import { hasSameRows, type Question } from '../../src/activity/useActivity';

const SEEN = { FirstSeen: '2026-11-25T06:00:00.000Z', LastSeen: '2026-11-25T07:59:59.000Z' };

const question = (changes: Partial<Question> = {}): Question => ({
  EntityType: 'AwsUser',
  EntityId: 'AIDA4VKQ6OFM7EXAMPLE',
  Source: 'API',
  GroupBy: ['Service', 'Api'],
  ScopeStartTime: SEEN.FirstSeen,
  ScopeEndTime: SEEN.LastSeen,
  ...changes,
});

test('rows stay until those of another window, order or filter come, and not until those of another level come', () => {
  expect(hasSameRows(question(), question({ ScopeStartTime: SEEN.LastSeen, SortBy: 'LastSeen', Filters: [] }))).toBe(true);
  expect(hasSameRows(question(), question({ GroupBy: ['Resource'] }))).toBe(false);
  expect(hasSameRows(question({ GroupBy: ['Service'] }), question())).toBe(false);
  expect(hasSameRows(question(), question({ GroupBy: ['Api', 'Service'] }))).toBe(false);
  expect(hasSameRows(question(), question({ Source: 'KUBERNETES' }))).toBe(false);
});

test('each row is told apart from the others, even one that is in two pages', () => {
  const groups = ['alice', 'bob', 'alice', undefined, undefined].map((Caller) => ({ Keys: Caller === undefined ? {} : { Caller }, ...SEEN }));
  const nodes = nodesOf(groups, levelsOf('API', ['Caller']));
  expect(new Set(nodes.map((it) => it.id)).size).toBe(groups.length);
  // Those that come later change nothing of the ones that are there.
  expect(nodesOf(groups.slice(0, 2), levelsOf('API', ['Caller'])).map((it) => it.id)).toEqual(nodes.slice(0, 2).map((it) => it.id));
});
