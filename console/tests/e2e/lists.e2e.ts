// Lists, filters and words: what there is more of, filters joined by "or", constants as an analyst reads them.

import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Filter } from '../../src/api/behavior.gen';
import { panelsOf } from '../../src/api/panel';
import { hrefTo } from '../../src/app/location';
import { STATE_WORDS } from '../../src/format/words';
import { DAY, lastOf, membersOfScope, paramsOfScope } from '../../src/scope/scope';
import { askBehavior, askDetective, graphArn, intruder } from './api';
import { closeBrowser, expectAccessible, screenshot, settled, visit, type Visit } from './browser';

let it: Visit;
let user: { id: string; name: string };
const scope = lastOf(7 * DAY, Date.now());

beforeAll(async () => {
  it = await visit();
  user = await intruder();
});

afterAll(async () => {
  await it.close();
  await closeBrowser();
});

test('more investigations than a page has are loaded below them', async () => {
  const { Entity } = await askBehavior('/behavior/entities/get', { EntityType: 'AwsUser', EntityId: user.id });
  for (let run = 0; run < 2; run += 1) await askDetective('StartInvestigation', { GraphArn: await graphArn(), EntityArn: Entity.Arn ?? '', ...membersOfScope(lastOf(DAY, Date.now())) });
  const { page, go, close, wrong } = await visit();
  // As if pages had one report.
  await page.route('**/investigations/listInvestigations', (route) => route.continue({ postData: JSON.stringify({ ...(route.request().postDataJSON() as object), MaxResults: 1 }) }));
  await go('#investigations');
  const table = page.getByRole('grid', { name: 'Investigations' });
  await page.getByRole('heading', { name: 'Reports (1+)' }).waitFor();
  await page.getByRole('button', { name: 'Load more' }).click();
  await page.getByRole('heading', { name: /^Reports \(2/ }).waitFor();
  expect(await table.getByRole('link').count()).toBe(2);
  expect(wrong).toEqual([]);
  await close();
});

const format = (count = 0) => count.toLocaleString('en-US');

test('filters joined by "or" count what passes one of them, and below a row, too', async () => {
  const { page, go } = it;
  const of = { EntityType: 'AwsUser', EntityId: user.id } as const;
  const { Groups } = await askBehavior('/behavior/activity/list', { ...of, GroupBy: ['Api'], ...membersOfScope(scope) });
  const apis = Groups.slice(0, 2).flatMap((group) => group.Keys.Api ?? []);
  await go(hrefTo(['entities', 'AwsUser', user.id], { ...paramsOfScope(scope) }));
  await page.getByRole('button', { name: 'Display details for scope time' }).click();
  const details = page.locator('.gs-details');
  const filter = details.getByRole('combobox', { name: /^Filter the activity of / });
  for (const api of apis) {
    await filter.fill(`API method = ${api}`);
    await filter.press('Enter');
  }
  await details.getByRole('button', { name: 'and', exact: true }).last().click();
  await page.getByRole('option', { name: 'or', exact: true }).click();
  const Filters = apis.map((api): Filter => ({ Dimension: 'Api', Operator: 'EQUALS', Values: [api] }));
  const either = await askBehavior('/behavior/activity/list', { ...of, GroupBy: ['IpAddress'], Filters, FilterConnector: 'OR', ...membersOfScope(scope) });
  await details.getByText(`Successful calls: ${format(either.Totals.SuccessCount)}`).waitFor();
  await details.getByText(`Failed calls: ${format(either.Totals.FailureCount)}`).waitFor();
  await details.getByRole('button', { name: 'Open the row' }).first().click();
  await details.locator('.gs-api').nth(1).waitFor();
  await settled(page);
  await screenshot(page, 'activity-or');
  await expectAccessible(page);
});

test('what the API names with constants is in words, and finding groups are on a profile once', async () => {
  const { page, go } = it;
  const { Panels } = await askBehavior('/behavior/entities/profile', { EntityType: 'AwsUser', EntityId: user.id, ...membersOfScope(scope) });
  const findings = panelsOf(Panels).find((panel) => panel.Id === 'AssociatedFindings');
  expect(findings?.Form === 'TABLE' && findings.Data.Rows[0]?.Cells.State).toBe('ACTIVE');
  for (const tab of ['OVERVIEW', 'NEW_BEHAVIOR', 'RESOURCE_INTERACTION']) {
    await go(hrefTo(['entities', 'AwsUser', user.id], { ...paramsOfScope(scope), tab }));
    const cells = await page.locator('#main td').allTextContents();
    expect(cells.filter((text) => /^(ACTIVE|INACTIVE|ARCHIVED|ENTITY|ACCOUNT|GRAPH|HIGH|MEDIUM|LOW)$/.test(text.trim()))).toEqual([]);
    if (tab === 'OVERVIEW') {
      expect(cells).toContain(STATE_WORDS.ACTIVE);
      expect(await page.getByRole('heading', { name: 'Finding groups involving this entity' }).count()).toBe(1);
    }
  }
});

test('a profile is compared with the day before', async () => {
  const { page, go } = it;
  const day = lastOf(DAY, Date.now());
  await go(hrefTo(['entities', 'AwsUser', user.id], { ...paramsOfScope(day) }));
  await page.getByRole('button', { name: 'Compare' }).click();
  await screenshot(page, 'profile-compare');
  await page.getByRole('menuitem', { name: /With the time right before/ }).click();
  await page.getByRole('heading', { level: 1, name: 'Compare' }).waitFor();
  await settled(page);
  const params = new URLSearchParams(page.url().split('?')[1]);
  expect([params.get('aId'), params.get('bId')]).toEqual([user.id, user.id]);
  expect([Number(params.get('aStart')), Number(params.get('bEnd'))]).toEqual([day.start / 1000, day.start / 1000]);
  await page.getByText(/in A, .* in B/).first().waitFor();
  await expectAccessible(page);
  await page.goBack();
  await page.locator('h1.gs-profile-title').waitFor();
});

test('what is copied as SQL asks the segments of this graph for the rows of this entity', async () => {
  const { page, go } = it;
  await go(hrefTo(['entities', 'AwsUser', user.id], { ...paramsOfScope(scope) }));
  const expectCopied = async (dialect: string, text: RegExp) => {
    await page.getByRole('button', { name: 'Copy or export Overall API call volume' }).click();
    await page.getByRole('menuitem', { name: `Copy as SQL (${dialect})` }).click();
    // Which objects count is asked for first.
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText()), { timeout: 30_000 }).toMatch(text);
  };
  const objects = "\\n  'graph=[0-9a-f]{32}/activity/day=[0-9-]{10}/[0-9a-f]{32}\\.parquet'";
  await expectCopied('DuckDB', new RegExp(`FROM read_parquet\\(\\[(${objects},)*${objects}\\n\\]\\)\\nWHERE principal_type = 'AwsUser' AND principal_id = '${user.id}'`));
  await expectCopied('Athena', /FROM activity\n[^]*AND "\$path" IN \(\n {2}'s3:\/\/gumshoe-segments\/graph=/);
});
