import { afterAll, beforeAll, expect, test } from 'vitest';

import { visible } from '../../src/format/text';
import { membersOfScope, scopeOfParams } from '../../src/scope/scope';
import { askBehavior, INTRUDER, intruder } from './api';
import { closeBrowser, expectAccessible, screenshot, settled, visit, type Visit } from './browser';

let it: Visit;
let user: { id: string; name: string };

beforeAll(async () => {
  it = await visit();
  user = await intruder();
});

afterAll(async () => {
  await it.close();
  await closeBrowser();
});

const profile = (more = '') => `#entities/AwsUser/${user.id}${more}`;

test('from a search by name to the profile, and back', async () => {
  const { page, go } = it;
  await go('#search');
  await page.getByRole('searchbox').fill(INTRUDER);
  await page.getByRole('button', { name: 'Search', exact: true }).click();
  await page.getByRole('link', { name: user.id }).click();
  await page.locator('h1.gs-profile-title').waitFor();
  await settled(page);
  expect(await page.locator('h1.gs-profile-title').textContent()).toContain(visible(user.name));
  expect(await page.title()).toBe(`${visible(user.name)} | Gumshoe`);
  await page.goBack();
  await page.getByRole('grid', { name: 'Results of the search' }).waitFor();
  expect(new URLSearchParams(page.url().split('?')[1]).get('q')).toBe(INTRUDER);
});

test('a panel shows what the API answers, and its details add up to it', async () => {
  const { page, go } = it;
  await go(profile());
  await page.getByRole('button', { name: 'Display details for scope time' }).click();
  const details = page.locator('.gs-details');
  await details.getByText('Failed calls:').waitFor();
  const params = new URLSearchParams(page.url().split('?')[1]);
  const window = { start: Number(params.get('detailsStart')) * 1000, end: Number(params.get('detailsEnd')) * 1000 };
  const { Totals } = await askBehavior('/behavior/activity/list', { EntityType: 'AwsUser', EntityId: user.id, GroupBy: [], ...membersOfScope(window) });
  const format = (count = 0) => count.toLocaleString('en-US');
  expect(await details.getByText('Failed calls:').first().textContent()).toContain(format(Totals.FailureCount));
  expect(await details.getByText('Successful calls:').first().textContent()).toContain(format(Totals.SuccessCount));
  const { Groups } = await askBehavior('/behavior/activity/list', { EntityType: 'AwsUser', EntityId: user.id, GroupBy: ['IpAddress'], ...membersOfScope(window) });
  for (const group of Groups.slice(0, 5)) await details.getByRole('link', { name: group.Keys.IpAddress ?? '' }).waitFor();
});

test('a row of the details opens into the calls that were made from there', async () => {
  const { page } = it;
  const details = page.locator('.gs-details');
  await details.getByRole('button', { name: 'Open the row' }).first().click();
  await details.locator('.gs-api').nth(1).waitFor();
  await screenshot(page, 'activity-details');
  await expectAccessible(page);
});

test('each way to look at the activity has its own rows, while it is loaded and after', async () => {
  const { page } = it;
  const details = page.locator('.gs-details');
  const withoutValue = () => details.locator('tbody .gs-none, tbody .gs-secondary').filter({ hasText: /^(None|Unknown service)$/ }).count();
  // As long as an answer takes where there is much: what is drawn meanwhile is not of another question.
  await page.route('**/behavior/activity/list', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 300));
    await route.continue();
  });
  for (const name of ['API method by service', 'Resource']) {
    await details.getByRole('tab', { name }).click();
    // One row is of the calls that have no value; many are those of another way.
    expect(await withoutValue()).toBeLessThanOrEqual(1);
    await settled(page);
    await details.locator('tbody tr[aria-rowindex]').first().waitFor();
    expect(await withoutValue()).toBeLessThanOrEqual(1);
  }
  await page.unroute('**/behavior/activity/list');
});

test('what is open survives a reload, and the back button closes it', async () => {
  const { page } = it;
  await page.reload();
  await settled(page);
  await page.locator('.gs-details').waitFor();
  await page.goBack();
  await page.locator('.gs-details').waitFor({ state: 'detached' });
});

test('an interval of the timeline opens from the keyboard', async () => {
  const { page, go } = it;
  await go(profile());
  const strips = page.getByRole('group', { name: /Overall API call volume/ });
  await strips.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await page.locator('.gs-details').waitFor();
  const params = new URLSearchParams(page.url().split('?')[1]);
  expect(Number(params.get('detailsEnd')) - Number(params.get('detailsStart'))).toBe(3600);
});

test('the scope time goes along to the next entity', async () => {
  const { page, go } = it;
  const now = Date.now();
  const start = Math.floor(now / 3_600_000 - 72) * 3600;
  await go(profile(`?scopeStart=${start}&scopeEnd=${start + 48 * 3600}`));
  await page.locator('.gs-profile-name').getByRole('link').first().click();
  await page.waitForFunction(() => location.hash.startsWith('#entities/AwsAccount/'));
  expect(scopeOfParams(new URLSearchParams(page.url().split('?')[1]), now)).toEqual({ start: start * 1000, end: (start + 48 * 3600) * 1000 });
});

test('a panel that the server answers is drawn without the console knowing it', async () => {
  // A visit of its own, whose answers are not cached.
  const { page, go, close } = await visit();
  await page.route('**/behavior/entities/profile', async (route) => {
    const response = await route.fetch();
    if (!response.ok()) throw new Error(`The profile answered ${response.status()}: ${await response.text()}`);
    const answer = (await response.json()) as { Panels: object[] };
    answer.Panels.unshift({
      Id: 'SomethingNew',
      Title: 'Something that nobody knew',
      Guidance: 'A panel of a newer server.',
      Tab: 'OVERVIEW',
      Form: 'TABLE',
      Data: { Columns: [{ Id: 'a', Label: 'What', Type: 'TEXT' }], Rows: [{ Cells: { a: '<img src=x onerror=alert(1)>\u202egnp' } }], RowCount: 1 },
    });
    await route.fulfill({ response, json: answer });
  });
  await go(profile('?tab=OVERVIEW'));
  const panel = page.getByRole('region', { name: 'Something that nobody knew' });
  expect(await panel.textContent()).toContain('<img src=x onerror=alert(1)>\\u{202e}gnp');
  expect(await panel.locator('img').count()).toBe(0);
  await close();
});

test('an entity that the graph never saw says what may be the matter', async () => {
  const { page, go, wrong } = it;
  await go('#entities/AwsUser/AIDANOBODYEXAMPLE');
  await page.getByText('The graph has not seen this AWS user').waitFor();
  await expectAccessible(page);
  // The browser logs every 404 by itself.
  expect(wrong.filter((text) => !text.includes('404'))).toEqual([]);
});
