// The notebook keeps panels, findings, groups and reports, and exports them as one file in which nothing runs.

import { readFileSync } from 'node:fs';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { hrefTo } from '../../src/app/location';
import { visible } from '../../src/format/text';
import { DAY, lastOf, membersOfScope } from '../../src/scope/scope';
import { askBehavior, askDetective, graphArn, intruder } from './api';
import { closeBrowser, expectAccessible, expectInert, screenshot, settled, visit, type Visit } from './browser';

let it: Visit;
let user: { id: string; name: string };
let group: { GroupId: string; Title: string };
let finding: { FindingId: string; Title: string };
let investigation: string;

async function investigate(): Promise<string> {
  const { Entity } = await askBehavior('/behavior/entities/get', { EntityType: 'AwsUser', EntityId: user.id });
  const { InvestigationId = '' } = await askDetective('StartInvestigation', { GraphArn: await graphArn(), EntityArn: Entity.Arn ?? '', ...membersOfScope(lastOf(DAY, Date.now())) });
  for (;;) {
    const { Status } = await askDetective('GetInvestigation', { GraphArn: await graphArn(), InvestigationId });
    if (Status === 'SUCCESSFUL') return InvestigationId;
    if (Status === 'FAILED') throw new Error(`The investigation ${InvestigationId} failed.`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

beforeAll(async () => {
  it = await visit();
  user = await intruder();
  const { FindingGroups } = await askBehavior('/behavior/findingGroups/list', {});
  if (FindingGroups[0] === undefined) throw new Error('The demonstration has no finding group.');
  group = FindingGroups[0];
  const { Findings } = await askBehavior('/behavior/findingGroups/get', { GroupId: group.GroupId });
  if (Findings[0] === undefined) throw new Error('The group has no finding.');
  finding = Findings[0];
  investigation = await investigate();
});

afterAll(async () => {
  await it.close();
  await closeBrowser();
});

test('findings, groups, reports and panels of profiles and of Summary are pinned where they are shown', async () => {
  const { page, go } = it;
  for (const hash of [hrefTo(['findings', finding.FindingId]), hrefTo(['entities', 'FindingGroup', group.GroupId]), hrefTo(['investigationReport', investigation]), hrefTo(['entities', 'AwsUser', user.id]), hrefTo(['summary'])]) {
    await go(hash);
    await page.getByRole('button', { name: /^Pin .* to the notebook$/ }).first().click();
    await page.getByText('Pinned.').first().waitFor();
  }
  await go('#notebook');
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('(5)');
  const titles = await page.getByRole('heading', { level: 2, name: /^\d\. / }).allTextContents();
  expect(titles.map((text) => text.slice(0, 2))).toEqual(['1.', '2.', '3.', '4.', '5.']);
  expect(titles[0]).toContain(visible(finding.Title).slice(0, 40));
  expect(titles[1]).toContain(visible(group.Title).slice(0, 40));
  for (const table of ['Related entities', 'Involved findings', 'Indicators', 'Recommendations']) await page.getByRole('button', { name: new RegExp(`^${table}: \\d`) }).first().waitFor();
  await settled(page);
  await screenshot(page, 'notebook');
  await expectInert(page);
  await expectAccessible(page);
});

test('the export has all of it, and nothing that runs or is loaded', async () => {
  const { page, wrong } = it;
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export as HTML' }).click();
  const html = readFileSync(await (await downloading).path(), 'utf8');
  const reader = await visit({ theme: 'dark' });
  await reader.page.setContent(html);
  const found = await reader.page.evaluate(() => ({
    active: document.querySelectorAll('script, img, iframe, object, embed, link, form, [onerror], [onload], [href], [src]').length,
    tables: [...document.querySelectorAll('h3')].map((each) => each.textContent),
    text: document.body.innerText,
  }));
  expect(found.active).toBe(0);
  expect(found.tables).toEqual(expect.arrayContaining(['What was found', 'Involved findings', 'Involved entities', 'In the order of time', 'Indicators', 'Recommendations']));
  for (const id of [finding.FindingId, group.GroupId, investigation, user.id]) expect(found.text).toContain(id);
  await screenshot(reader.page, 'notebook-export');
  await expectAccessible(reader.page);
  expect([...wrong, ...reader.wrong]).toEqual([]);
  await reader.close();
});
