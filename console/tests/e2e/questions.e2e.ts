// A newcomer's five questions. Each is answered from Summary by at most four clicks, and by what the API says, too.

import type { Locator } from 'playwright-core';
import { afterAll, beforeEach, afterEach, expect, test } from 'vitest';

import type { ActivityGroup, GetSummaryResponse } from '../../src/api/behavior.gen';
import { FLOW_ORDER } from '../../src/activity/flows/flows';
import { formatBytes, formatNumber } from '../../src/format/number';
import { formatTime } from '../../src/format/time';
import { visible } from '../../src/format/text';
import { placeName } from '../../src/pages/summary/place';
import { yesterday } from '../../src/pages/summary/window';
import { DAY, lastOf, membersOfScope, type Scope } from '../../src/scope/scope';
import { askBehavior, stolenRole } from './api';
import { closeBrowser, screenshot, settled, visit, type Visit } from './browser';

const MOST_CLICKS = 4;

let it: Visit;
let clicks: number;

beforeEach(async () => {
  it = await visit();
  clicks = 0;
  await it.go('#summary');
});

afterEach(async () => {
  expect(clicks).toBeLessThanOrEqual(MOST_CLICKS);
  expect(it.wrong).toEqual([]);
  await it.close();
});

afterAll(closeBrowser);

/** All that these tests do with a page, besides reading it. */
async function click(what: Locator): Promise<void> {
  clicks += 1;
  await what.click();
  await settled(it.page);
}

const lastDay = (): Scope => lastOf(DAY, Date.now());

async function summaryOf(window: Scope): Promise<GetSummaryResponse> {
  return askBehavior('/behavior/summary/get', { ScopeStartTime: new Date(window.start).toISOString() });
}

/** The texts of the cells of a table, row by row. */
async function cellsOf(table: Locator): Promise<string[][]> {
  return table.evaluate((it) => [...it.querySelectorAll('tbody tr[aria-rowindex]')].map((row) => [...row.querySelectorAll('td, th')].map((cell) => cell.textContent ?? '')));
}

/** The texts of some columns of a table, by their headers, row by row. */
async function columnsOf(table: Locator, headers: readonly string[]): Promise<(string | undefined)[][]> {
  const all = await table.evaluate((it) => [...it.querySelectorAll('thead th')].map((cell) => (cell.textContent ?? '').trim()));
  const places = headers.map((header) => {
    const place = all.findIndex((it) => it.startsWith(header));
    if (place < 0) throw new Error(`There is no column ${header}, only ${all.join(', ')}.`);
    return place;
  });
  return (await cellsOf(table)).map((row) => places.map((place) => row[place]));
}

const panel = (name: string) => it.page.getByRole('region', { name, exact: true });

test('who made the most failed calls yesterday', async () => {
  const { page } = it;
  await click(page.getByRole('button', { name: 'Yesterday' }));
  const principals = panel('Roles and users with the most API calls');
  await click(principals.getByRole('columnheader', { name: 'Failed' }).getByRole('button'));
  const { Principals } = await summaryOf(yesterday(Date.now(), 'utc'));
  const most = Math.max(...Principals.map((each) => each.FailureCount));
  expect(most).toBeGreaterThan(0);
  const names = Principals.filter((each) => each.FailureCount === most).map((each) => visible(each.Name ?? each.EntityId));
  const [first = []] = await cellsOf(principals.getByRole('grid'));
  expect(first.some((text) => names.some((name) => text.includes(name)))).toBe(true);
  expect(first).toContain(formatNumber(most));
  await screenshot(page, 'question-most-failed-calls');
});

test('from which new country, by whom, doing what', async () => {
  const { page } = it;
  const { NewGeolocations } = await summaryOf(lastDay());
  const [place] = NewGeolocations;
  const [who] = place?.Principals ?? [];
  if (place === undefined || who === undefined) throw new Error('No call came from a new place: GUMSHOE_TEST_GEOLOCATION must name geolocation files.');
  const places = panel('Newly observed geolocations');
  // Which country and by whom is on the screen without a click.
  const [first = []] = await cellsOf(places.getByRole('grid', { name: 'Newly observed geolocations' }));
  expect(first.join(' ')).toContain(placeName(place));
  const visitors = places.getByRole('grid', { name: `Who called from ${placeName(place)}` });
  const row = visitors.getByRole('row').filter({ hasText: visible(who.Name ?? who.EntityId) }).first();
  await click(row.getByRole('link', { name: new RegExp(`^${formatNumber(who.FailureCount === 0 ? who.SuccessCount : who.FailureCount)}: calls of`) }).first());
  await click(page.getByRole('tab', { name: 'In the order of time' }));
  await expectStory(
    { EntityType: who.EntityType, EntityId: who.EntityId, Filters: [{ Dimension: 'Country', Operator: 'EQUALS', Values: [place.Country ?? ''] }, ...(place.City === undefined ? [] : [{ Dimension: 'City' as const, Operator: 'EQUALS' as const, Values: [place.City] }])] },
    lastDay(),
  );
  await screenshot(page, 'question-new-country');
});

type Whose = Pick<Parameters<typeof askBehavior<'/behavior/activity/list'>>[1], 'EntityType' | 'EntityId' | 'Filters'>;

/** What is on the screen is what the API tells of the calls, the first first. */
async function expectStory(whose: Whose, window: Scope): Promise<void> {
  const table = it.page.locator('.gs-details').getByRole('grid');
  await table.locator('tbody tr[aria-rowindex]').first().waitFor();
  const { Groups } = await askBehavior('/behavior/activity/list', {
    ...whose,
    ...membersOfScope(window),
    GroupBy: ['Api', 'Service', 'Caller', 'IpAddress'],
    SortBy: 'FirstSeen',
    SortOrder: 'ASC',
    MaxResults: 100,
  });
  expect(Groups.length).toBeGreaterThan(1);
  const shown = await columnsOf(table, ['First seen', 'API method', 'Successful calls', 'Failed calls']);
  const told = ({ Keys, FirstSeen, SuccessCount = 0, FailureCount = 0 }: ActivityGroup) => [
    formatTime(Date.parse(FirstSeen), 'utc', { seconds: true, bare: true }),
    `${visible(Keys.Api ?? '')} ${visible(Keys.Service ?? '')}`,
    formatNumber(SuccessCount),
    formatNumber(FailureCount),
  ];
  expect(shown.slice(0, Groups.length)).toEqual(Groups.map(told));
}

test('what the stolen role did, in order', async () => {
  const { page } = it;
  const role = await stolenRole();
  const { Principals } = await summaryOf(lastDay());
  const found = Principals.find((each) => each.EntityId === role);
  if (found === undefined) throw new Error('The stolen role is not among the principals of Summary.');
  const row = panel('Roles and users with the most API calls').getByRole('row').filter({ has: page.getByTitle(`Role: ${role}`) });
  await click(row.getByRole('link', { name: /calls of/ }).first());
  await click(page.getByRole('tab', { name: 'In the order of time' }));
  await expectStory({ EntityType: 'AwsRole', EntityId: role }, lastDay());
  await screenshot(page, 'question-stolen-role');
});

test('which instances the address spoke to, how many bytes, on which ports', async () => {
  const { page } = it;
  const { NewGeolocations } = await summaryOf(lastDay());
  const [place] = NewGeolocations;
  if (place === undefined) throw new Error('No call came from a new place: GUMSHOE_TEST_GEOLOCATION must name geolocation files.');
  const visitors = panel('Newly observed geolocations').getByRole('grid', { name: `Who called from ${placeName(place)}` });
  await click(visitors.getByRole('link', { name: /calls of/ }).first());
  const link = page.locator('.gs-details').getByRole('treegrid').getByRole('link').first();
  const address = (await link.textContent()) ?? '';
  await click(link);
  await click(page.getByRole('tab', { name: 'Network' }));
  await click(panel('Overall VPC flow volume').getByRole('button', { name: 'Display details for scope time' }));
  const table = page.locator('.gs-details').getByRole('grid');
  await table.locator('tbody tr[aria-rowindex]').first().waitFor();
  const { Groups } = await askBehavior('/behavior/activity/list', {
    EntityType: 'IpAddress',
    EntityId: address,
    Source: 'NETWORK',
    ...membersOfScope(lastDay()),
    GroupBy: ['Peer', 'LocalPort', 'RemotePort', 'Protocol', 'Direction', 'Action'],
    ...FLOW_ORDER,
    MaxResults: 100,
  });
  expect(Groups.length).toBeGreaterThan(0);
  const shown = await columnsOf(table, ['Peer', 'Local port', 'Remote port', 'Inbound', 'Outbound']);
  const told = Groups.map(({ Keys, InboundBytes = 0, OutboundBytes = 0 }) => [Keys.Peer, Keys.LocalPort ?? '–', Keys.RemotePort ?? '–', formatBytes(InboundBytes), formatBytes(OutboundBytes)]);
  expect(shown.slice(0, told.length)).toEqual(told);
  await screenshot(page, 'question-instances');
});

test('which findings belong together, and why', async () => {
  const { page } = it;
  const { FindingGroups } = await summaryOf(lastDay());
  const [group] = FindingGroups;
  if (group === undefined) throw new Error('Summary has no finding group.');
  await click(panel('Active finding groups').getByRole('link', { name: group.Title }).first());
  await click(page.getByRole('tab', { name: 'Why they belong together' }));
  const { Links, Findings } = await askBehavior('/behavior/findingGroups/get', { GroupId: group.GroupId });
  const cells = await cellsOf(page.getByRole('grid', { name: 'What joins the findings' }));
  const sentences = cells.map((row) => row.at(-1)).sort();
  expect(sentences).toEqual(Links.map((each) => visible(each.Explanation.Sentence)).sort());
  const titles = new Set(Findings.map((each) => visible(each.Title)));
  for (const [one = '', other = ''] of cells) {
    expect(titles).toContain(one);
    expect(titles).toContain(other);
  }
  await screenshot(page, 'question-belong-together');
});
