// From a number to the records of the log, and from one entity to another.

import { readFileSync } from 'node:fs';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { hrefTo } from '../../src/app/location';
import { withTimes } from '../../src/format/time';
import { DAY, lastOf, membersOfScope, paramsOfScope } from '../../src/scope/scope';
import { askBehavior, INTRUDER, intruder, stolenRole } from './api';
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

test('a call of the details leads to the records that CloudTrail wrote, and these to a file', async () => {
  const { page, go } = it;
  await go(hrefTo(['entities', 'AwsUser', user.id], { ...paramsOfScope(scope) }));
  await page.getByRole('button', { name: 'Display details for scope time' }).click();
  const details = page.locator('.gs-details');
  await details.getByRole('button', { name: 'Open the row' }).first().click();
  await details.getByRole('button', { name: /^Records of / }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('heading', { name: /^Records \(\d/ }).waitFor();
  await screenshot(page, 'source-records');
  await expectAccessible(page);
  const downloading = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Download JSON' }).click();
  const file = JSON.parse(readFileSync(await (await downloading).path(), 'utf8')) as { Records: { userIdentity: { principalId: string } }[] };
  expect(file.Records.length).toBeGreaterThan(0);
  for (const record of file.Records) expect(record.userIdentity.principalId).toBe(user.id);
});

test('a path is shown step by step, as the API answers it', async () => {
  const { page, go } = it;
  const { Relationships } = await askBehavior('/behavior/relationships/list', { EntityType: 'AwsUser', EntityId: user.id, ...membersOfScope(scope) });
  const role = Relationships.find((each) => each.Relation === 'ASSUMED')?.Entity;
  const other = role ?? Relationships[0]?.Entity;
  if (other === undefined) throw new Error('The intruder has no relation.');
  const { Paths } = await askBehavior('/behavior/relationships/path', {
    EntityType: 'AwsUser',
    EntityId: user.id,
    TargetEntityType: other.EntityType,
    TargetEntityId: other.EntityId,
    ...membersOfScope(scope),
  });
  await go(hrefTo(['entities', 'AwsUser', user.id], { ...paramsOfScope(scope) }));
  await page.getByRole('link', { name: 'Find a path from here' }).click();
  await page.getByRole('heading', { level: 1, name: 'Paths' }).waitFor();
  expect(page.url()).toContain(`from=AwsUser%2F${user.id}`);
  await go(hrefTo(['path'], { from: `AwsUser/${user.id}`, to: `${other.EntityType}/${other.EntityId}`, ...paramsOfScope(scope) }));
  await settled(page);
  const steps = page.getByRole('list', { name: 'Steps of path 1' }).getByRole('listitem');
  expect(await steps.count()).toBe(Paths[0]?.Steps.length);
  expect(await steps.first().textContent()).toContain(withTimes(Paths[0]?.Steps[0]?.Sentence ?? '-', 'utc'));
  await screenshot(page, 'path-found');
  await expectAccessible(page);
});

test('an end may be given by its ARN, and one that the graph has never seen is refused', async () => {
  const { page, go } = it;
  await go(hrefTo(['path'], paramsOfScope(scope)));
  await page.getByLabel('From: identifier, name or ARN').fill(INTRUDER);
  await page.getByLabel('To: identifier, name or ARN').fill('nobody-is-called-so');
  await page.getByRole('button', { name: 'Find paths' }).click();
  await page.getByText('The graph has never seen this AWS role.').waitFor();
  expect(await page.getByText('The graph has never seen').count()).toBe(1);
  const role = await stolenRole();
  const { Entity } = await askBehavior('/behavior/entities/get', { EntityType: 'AwsRole', EntityId: role });
  await page.getByLabel('To: identifier, name or ARN').fill(Entity.Arn ?? '');
  await page.getByRole('button', { name: 'Find paths' }).click();
  await page.getByRole('list', { name: 'Steps of path 1' }).waitFor();
  expect(page.url()).toContain(`from=AwsUser%2F${user.id}&to=AwsRole%2F${role}`);
});

test('where there is no path, the next step is said', async () => {
  const { page, go } = it;
  await go(hrefTo(['path'], { from: `AwsUser/${user.id}`, to: 'S3Bucket/nobody-has-this-one', hops: '1', ...paramsOfScope(scope) }));
  await page.getByRole('button', { name: 'Allow 6 steps' }).waitFor();
  await screenshot(page, 'path-none');
  await expectAccessible(page);
});

test('without a model, it is said how to have one, and it is no error', async () => {
  const { page, go } = it;
  const { FindingGroups } = await askBehavior('/behavior/findingGroups/list', {});
  const id = FindingGroups[0]?.GroupId;
  if (id === undefined) throw new Error('The demonstration has no finding group.');
  await go(hrefTo(['entities', 'FindingGroup', id]));
  await page.getByRole('button', { name: 'Ask the model' }).click();
  await page.getByText('No model to ask').waitFor();
  await screenshot(page, 'model-none');
});
