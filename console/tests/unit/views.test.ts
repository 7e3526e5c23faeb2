import { expect, test } from 'vitest';

import type { DrillDown } from '../../src/api/behavior.gen';
import { detailsOfParams, paramsOfDetails } from '../../src/activity/inUrl';
import { STORY, viewsOf } from '../../src/activity/views';

const CALLS: DrillDown = {
  Source: 'API',
  Tabs: [
    { Title: 'Observed IP addresses', GroupBy: ['IpAddress', 'Service', 'Api', 'Caller'] },
    { Title: 'Resource', GroupBy: ['Caller', 'Service', 'Api'] },
  ],
};
const FLOWS: DrillDown = { Source: 'NETWORK', Tabs: [{ Title: 'VPC flow', GroupBy: ['Peer', 'LocalPort'] }] };

test('the ways that a panel names come first, the busiest rows first in each', () => {
  const views = viewsOf(CALLS);
  expect(views.map((it) => it.title)).toEqual(['Observed IP addresses', 'Resource', 'In the order of time']);
  expect(views[0]).toMatchObject({ isFlat: false, order: { SortBy: 'TotalCount', SortOrder: 'DESC' } });
  expect(views[0]?.levels.map((it) => it.keys)).toEqual([['IpAddress'], ['Service', 'Api'], ['Caller']]);
});

test('calls are told from the first to the last: what, by whom, from where', () => {
  const story = viewsOf(CALLS).find((it) => it.id === STORY);
  expect(story).toMatchObject({ isFlat: true, isStory: true, order: { SortBy: 'FirstSeen', SortOrder: 'ASC' } });
  expect(story?.levels.map((it) => it.keys)).toEqual([['Api', 'Service', 'Caller', 'IpAddress']]);
});

test('nothing is told of what the panel knows nothing of', () => {
  const ofAddress = viewsOf({ Source: 'API', Tabs: [{ Title: 'Resource', GroupBy: ['Caller', 'Service', 'Api'] }] });
  expect(ofAddress.at(-1)?.levels[0]?.keys).toEqual(['Api', 'Service', 'Caller']);
});

test('flows are one table, which can be sorted by time as it is', () => {
  expect(viewsOf(FLOWS).map((it) => it.title)).toEqual(['VPC flow']);
});

test('the chosen way is in the address', () => {
  const params = paramsOfDetails('OverallApiCallVolume', { drillDown: CALLS, window: { start: 3_600_000, end: 7_200_000 }, filters: [], view: STORY });
  const found = Object.entries(params).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  expect(detailsOfParams(new URLSearchParams(found), 'OverallApiCallVolume', CALLS)?.view).toBe(STORY);
});
