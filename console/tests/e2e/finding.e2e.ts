// A finding beside the profile of whom it involves.

import { afterAll, beforeAll, expect, test } from 'vitest';

import { panelsOf } from '../../src/api/panel';
import { hrefTo } from '../../src/app/location';
import { visible } from '../../src/format/text';
import { DAY, lastOf, membersOfScope, paramsOfScope, snapped } from '../../src/scope/scope';
import { askBehavior, intruder } from './api';
import { closeBrowser, expectAccessible, expectInert, screenshot, settled, type Theme, visit, type Visit } from './browser';

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

async function firstFinding() {
  const { Panels } = await askBehavior('/behavior/entities/profile', { EntityType: 'AwsUser', EntityId: user.id, ...membersOfScope(scope) });
  const panel = panelsOf(Panels).find(({ Id }) => Id === 'AssociatedFindings');
  const id = panel?.Form === 'TABLE' ? panel.Data.Rows[0]?.Cells.Finding : undefined;
  if (typeof id !== 'string') throw new Error('The intruder has no finding.');
  return (await askBehavior('/behavior/findings/get', { FindingId: id })).Finding;
}

test('a choice among the associated findings shows it beside the profile, at its time, and leads to its page', async () => {
  const { page, go } = it;
  const finding = await firstFinding();
  await go(hrefTo(['entities', 'AwsUser', user.id], { ...paramsOfScope(scope) }));
  await page.getByRole('radio', { name: `Choose finding ${finding.FindingId}` }).check({ force: true });
  const pane = page.getByRole('region', { name: 'Finding', exact: true });
  await pane.getByText(visible(finding.Title)).first().waitFor();
  await settled(page);
  const params = new URLSearchParams(page.url().split('?')[1]);
  const observed = snapped(Date.parse(finding.FirstSeen), Date.parse(finding.LastSeen) + 1);
  expect([params.get('finding'), params.get('scopeStart'), params.get('scopeEnd')]).toEqual([finding.FindingId, String(observed.start / 1000), String(observed.end / 1000)]);
  expect(await page.getByRole('radio', { name: `Choose finding ${finding.FindingId}` }).isChecked()).toBe(true);
  await page.reload();
  await pane.getByText(visible(finding.Title)).first().waitFor();
  await pane.getByRole('link', { name: 'See all related entities' }).click();
  await page.waitForFunction(() => location.hash.startsWith('#findings/'));
  await settled(page);
  expect(await page.getByRole('region', { name: 'Finding', exact: true }).count()).toBe(0);
  await page.getByRole('link', { name: 'See profile' }).first().click();
  await page.getByRole('region', { name: 'Finding', exact: true }).waitFor();
  await page.goBack();
});

test('closing it leaves the profile as it was', async () => {
  const { page, go } = it;
  const finding = await firstFinding();
  await go(hrefTo(['entities', 'AwsUser', user.id], { finding: finding.FindingId, ...paramsOfScope(scope) }));
  const pane = page.getByRole('region', { name: 'Finding', exact: true });
  await pane.waitFor();
  await page.getByRole('button', { name: 'Close panel' }).click();
  await pane.waitFor({ state: 'detached' });
  const params = new URLSearchParams(page.url().split('?')[1]);
  expect([params.get('finding'), params.get('scopeStart')]).toEqual([null, String(scope.start / 1000)]);
});

for (const theme of ['light', 'dark'] as const satisfies readonly Theme[]) {
  test(`the finding beside the profile, ${theme}`, async () => {
    const finding = await firstFinding();
    const { page, go, close, wrong } = await visit({ theme });
    await go(hrefTo(['entities', 'AwsUser', user.id], { finding: finding.FindingId, ...paramsOfScope(scope) }));
    await page.getByRole('region', { name: 'Finding', exact: true }).getByText('First observed').waitFor();
    await settled(page);
    await screenshot(page, `profile-finding-${theme}`);
    await expectInert(page);
    await expectAccessible(page);
    expect(wrong).toEqual([]);
    await close();
  });
}
