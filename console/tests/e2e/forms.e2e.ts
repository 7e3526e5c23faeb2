// What is changed by forms, each looked up in the API afterwards. Two accounts that nobody else looks at have graphs of their
// own for it, and none at the end; the graph of the demonstration stays as it is.

import { afterAll, beforeAll, expect, test } from 'vitest';

import type { MemberDetail } from '../../src/api/detective.gen';
import { askDetective, graphArn, investigation } from './api';
import { closeBrowser, expectAccessible, screenshot, settled, visit, type Visit } from './browser';

const ADMINISTRATOR = '999900001111';
const MEMBER = '999900002222';
const INVITED = ['999900003333', '999900004444', '999900005555'] as const;

let it: Visit;
let own: string;

beforeAll(async () => {
  own = (await askDetective('CreateGraph', {}, ADMINISTRATOR)).GraphArn ?? '';
  // Only accounts with a graph can be chosen in the bar on top.
  await askDetective('CreateGraph', {}, MEMBER);
  it = await visit();
  await it.go('#settings');
  await become(ADMINISTRATOR);
});

afterAll(async () => {
  for (const account of [ADMINISTRATOR, MEMBER]) {
    const { GraphList = [] } = await askDetective('ListGraphs', {}, account);
    for (const { Arn } of GraphList) await askDetective('DeleteGraph', { GraphArn: Arn ?? '' }, account);
  }
  await it.close();
  await closeBrowser();
});

/** Chooses an account in the bar on top. */
async function become(account: string): Promise<void> {
  const { page } = it;
  await page.locator('#top').getByRole('button', { name: /^Account \d/ }).click();
  await page.locator('#top').getByRole('menuitemcheckbox', { name: account }).click();
  await page.locator('#top').getByRole('button', { name: `Account ${account}` }).waitFor();
  await settled(page);
}

async function goTo(title: string): Promise<void> {
  await it.page.locator('nav').getByRole('link', { name: title, exact: true }).click();
  await it.page.getByRole('heading', { level: 1, name: title }).waitFor();
  await settled(it.page);
}

async function members(): Promise<MemberDetail[]> {
  return (await askDetective('ListMembers', { GraphArn: own }, ADMINISTRATOR)).MemberDetails ?? [];
}

/** Asks until it is so: what a form did may take a moment. */
async function until<T>(ask: () => Promise<T>, isSo: (answer: T) => boolean, what: string): Promise<T> {
  for (let look = 0; look < 60; look += 1) {
    const answer = await ask();
    if (isSo(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error(`It did not come to be that ${what}.`);
}

const dialog = () => it.page.getByRole('dialog');

test('an account is invited by its id and the address of its root user', async () => {
  const { page } = it;
  await goTo('Account management');
  await page.getByRole('button', { name: 'Invite accounts' }).first().click();
  // Nothing is sent of what is wrong.
  await dialog().getByRole('textbox', { name: 'Account id' }).fill('12345');
  await dialog().getByRole('button', { name: 'Invite', exact: true }).click();
  await dialog().getByText('An account id has 12 digits.').waitFor();
  await screenshot(page, 'invite-form');
  await expectAccessible(page);
  await dialog().getByRole('textbox', { name: 'Account id' }).fill(MEMBER);
  await dialog().getByRole('textbox', { name: /^E-mail address/ }).fill('root@example.com');
  await dialog().getByRole('textbox', { name: 'Message' }).fill('For the tests.');
  await dialog().getByRole('button', { name: 'Invite', exact: true }).click();
  await dialog().getByText('1 account taken.').waitFor();
  await dialog().getByRole('button', { name: 'Close', exact: true }).last().click();
  const found = await until(members, (list) => list.some((each) => each.AccountId === MEMBER && each.Status === 'INVITED'), 'the account is invited');
  expect(found.map(({ AccountId, EmailAddress }) => ({ AccountId, EmailAddress }))).toEqual([{ AccountId: MEMBER, EmailAddress: 'root@example.com' }]);
  await page.getByRole('grid', { name: 'Members' }).getByText('Invited', { exact: true }).waitFor();
});

test('accounts are invited from a file, and lines that are wrong are told', async () => {
  const { page } = it;
  await page.getByRole('button', { name: 'Invite accounts' }).first().click();
  await dialog().getByRole('tab', { name: 'From a CSV file' }).click();
  const lines = ['Account ID,Email address', ...INVITED.map((id, index) => `${id},root+${index}@example.com`), '77,who@example.com', `${MEMBER},root@example.com`];
  await dialog().locator('input[type=file]').setInputFiles({ name: 'accounts.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\r\n')) });
  await dialog().getByText('Line 5: An account id has 12 digits.').waitFor();
  await screenshot(page, 'invite-file');
  await expectAccessible(page);
  await dialog().getByRole('button', { name: `Invite ${INVITED.length + 1} accounts` }).click();
  await dialog().getByText(`${INVITED.length} accounts taken.`).waitFor();
  await dialog().getByText('1 account left out, because they are members or were invited already.').waitFor();
  await dialog().getByRole('button', { name: 'Close', exact: true }).last().click();
  const found = await until(members, (list) => list.length === INVITED.length + 1, 'all are there');
  expect(found.map((each) => each.AccountId).sort()).toEqual([MEMBER, ...INVITED]);
  expect(found.find((each) => each.AccountId === INVITED[1])?.EmailAddress).toBe('root+1@example.com');
});

test('members are removed once that is confirmed, and only those that were chosen', async () => {
  const { page } = it;
  const table = page.getByRole('grid', { name: 'Members' });
  for (const id of INVITED.slice(0, 2)) await table.getByRole('checkbox', { name: `Choose account ${id}` }).click();
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await dialog().getByRole('button', { name: 'Cancel' }).click();
  expect((await members()).length).toBe(INVITED.length + 1);
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await dialog().getByRole('heading', { name: 'Remove 2 accounts' }).waitFor();
  await screenshot(page, 'remove-members');
  await expectAccessible(page);
  await dialog().getByRole('button', { name: 'Remove', exact: true }).click();
  await page.getByText('2 accounts removed.').waitFor();
  expect((await members()).map((each) => each.AccountId).sort()).toEqual([MEMBER, INVITED[2]]);
  await table.getByText(INVITED[0]).waitFor({ state: 'detached' });
});

test('an invited account accepts, and leaves again', async () => {
  const { page } = it;
  await become(MEMBER);
  await page.getByRole('tab', { name: 'My administrator accounts' }).click();
  await page.getByRole('button', { name: `Accept invitation: account ${ADMINISTRATOR}` }).click();
  await screenshot(page, 'accept-invitation');
  await expectAccessible(page);
  await dialog().getByRole('button', { name: 'Accept invitation', exact: true }).click();
  await page.getByText('Accepted. Logs are taken in once there is room.').waitFor();
  const status = async () => (await members()).find((each) => each.AccountId === MEMBER)?.Status;
  await until(status, (each) => each === 'ENABLED', 'the account is enabled');
  await page.getByRole('button', { name: `Leave: account ${ADMINISTRATOR}` }).click();
  await dialog().getByRole('button', { name: 'Leave', exact: true }).click();
  await page.getByText('This account left the graph.').waitFor();
  expect(await status()).toBe(undefined);
  await page.getByText('No invitations', { exact: true }).waitFor();
});

test('an invited account declines', async () => {
  const { page } = it;
  await askDetective('CreateMembers', { GraphArn: own, Accounts: [{ AccountId: MEMBER, EmailAddress: 'root@example.com' }] }, ADMINISTRATOR);
  await until(members, (list) => list.some((each) => each.AccountId === MEMBER && each.Status === 'INVITED'), 'the account is invited');
  await page.getByRole('tabpanel').getByRole('button', { name: 'Load again' }).click();
  await page.getByRole('button', { name: `Decline: account ${ADMINISTRATOR}` }).click();
  await dialog().getByRole('button', { name: 'Decline', exact: true }).click();
  await page.getByText('Declined.', { exact: true }).waitFor();
  expect((await members()).map((each) => each.AccountId)).toEqual([INVITED[2]]);
});

test('tags are set, changed and removed', async () => {
  const { page } = it;
  await become(ADMINISTRATOR);
  await goTo('Settings');
  const tags = async () => (await askDetective('ListTagsForResource', { ResourceArn: own }, ADMINISTRATOR)).Tags ?? {};
  const save = async () => {
    await page.getByRole('button', { name: 'Save tags' }).click();
    await page.getByRole('button', { name: 'Save tags', disabled: true }).waitFor();
  };
  const field = (name: string, index: number) => page.getByRole('textbox', { name, exact: true }).nth(index);
  for (const [index, [key, value]] of [['team', 'blue'], ['cost-centre', '=1+1']].entries()) {
    await page.getByRole('button', { name: 'Add a tag' }).click();
    await field('Key', index).fill(key ?? '');
    await field('Value', index).fill(value ?? '');
  }
  await save();
  await page.getByText('2 tags changed.').waitFor();
  expect(await tags()).toEqual({ team: 'blue', 'cost-centre': '=1+1' });
  await page.getByRole('button', { name: 'Remove tag cost-centre' }).click();
  await page.locator('input[value=blue]').fill('red');
  await save();
  await until(tags, (each) => each.team === 'red', 'the tag is changed');
  expect(await tags()).toEqual({ team: 'red' });
  await page.getByRole('button', { name: 'Remove tag team' }).click();
  await save();
  await until(tags, (each) => Object.keys(each).length === 0, 'no tag is left');
});

test('a source package is stopped, and started again', async () => {
  const { page } = it;
  const state = async () => (await askDetective('ListDatasourcePackages', { GraphArn: own }, ADMINISTRATOR)).DatasourcePackages?.EKS_AUDIT?.DatasourcePackageIngestState;
  const table = page.getByRole('grid', { name: 'Source packages' });
  expect(await state()).toBe('STARTED');
  for (const [deed, then] of [['Stop', 'STOPPED'], ['Start', 'STARTED']] as const) {
    await table.getByRole('button', { name: `${deed} EKS audit logs` }).click();
    await screenshot(page, `package-${deed.toLowerCase()}`);
    await expectAccessible(page);
    await dialog().getByRole('button', { name: deed, exact: true }).click();
    await dialog().waitFor({ state: 'detached' });
    expect(await state()).toBe(then);
  }
});

test('a graph is not deleted when the question is cancelled, nor before the word is typed', async () => {
  const { page } = it;
  await page.getByRole('button', { name: 'Disable Detective' }).click();
  const deed = dialog().getByRole('button', { name: 'Disable Detective' });
  expect(await deed.isDisabled()).toBe(true);
  await dialog().getByRole('textbox').fill('disabled');
  expect(await deed.isDisabled()).toBe(true);
  await screenshot(page, 'disable-graph');
  await expectAccessible(page);
  await dialog().getByRole('button', { name: 'Cancel' }).click();
  await dialog().waitFor({ state: 'detached' });
  expect((await askDetective('ListGraphs', {}, ADMINISTRATOR)).GraphList).toHaveLength(1);
});

test('a graph is deleted once the word is typed, and another can be made', async () => {
  const { page } = it;
  await page.getByRole('button', { name: 'Disable Detective' }).click();
  await dialog().getByRole('textbox').fill('disable');
  await dialog().getByRole('button', { name: 'Disable Detective' }).click();
  await page.getByText('The graph is deleted.').waitFor();
  expect((await askDetective('ListGraphs', {}, ADMINISTRATOR)).GraphList).toEqual([]);
  await page.getByRole('heading', { level: 1, name: 'Get started' }).waitFor();
  await screenshot(page, 'get-started');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Make a graph' }).click();
  await page.getByText('The graph was made. Logs that arrive from now on are taken in.').waitFor();
  expect((await askDetective('ListGraphs', {}, ADMINISTRATOR)).GraphList).toHaveLength(1);
  // Refused until what the first graph held is gone, and asked again.
  expect(it.wrong.filter((each) => each !== '/console/api/graph answered 409')).toEqual([]);
});

test('a report is archived, and comes back', async () => {
  const id = await investigation();
  const { page, go, wrong, close } = await visit();
  const state = async () => (await askDetective('GetInvestigation', { GraphArn: await graphArn(), InvestigationId: id })).State;
  await go(`#investigationReport/${id}`);
  await page.getByRole('button', { name: 'Archive', exact: true }).click();
  await page.getByText('The report is archived; it is kept for 90 days.').waitFor();
  expect(await state()).toBe('ARCHIVED');
  await page.getByRole('button', { name: 'Unarchive', exact: true }).click();
  await page.getByText('The report is active again.').waitFor();
  expect(await state()).toBe('ACTIVE');
  expect(wrong).toEqual([]);
  await close();
});
