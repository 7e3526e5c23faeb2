// Flows of an instance: ticked rows are lines, those of a finding's addresses come first.

import { afterAll, beforeAll, expect, test } from 'vitest';

import { FLOW_ORDER, filtersOfFlow, nameOfFlow } from '../../src/activity/flows/flows';
import type { FindingDetail } from '../../src/api/behavior.gen';
import { hrefTo } from '../../src/app/location';
import { formatBytes } from '../../src/format/number';
import { FLOW_ACTION_WORDS, FLOW_DIRECTION_WORDS } from '../../src/format/words';
import { DAY, lastOf, membersOfScope, paramsOfScope } from '../../src/scope/scope';
import { askBehavior } from './api';
import { closeBrowser, expectAccessible, expectInert, screenshot, settled, type Theme, visit } from './browser';

const scope = lastOf(7 * DAY, Date.now());
const KEYS = ['Peer', 'LocalPort', 'RemotePort', 'Protocol', 'Direction', 'Action'] as const;

let those: Awaited<ReturnType<typeof involved>>;

beforeAll(async () => {
  those = await involved();
});

afterAll(closeBrowser);

/** An instance and an address that a finding names, which spoke with each other. */
async function involved(): Promise<{ finding: FindingDetail; instance: string; peer: string }> {
  const { Findings } = await askBehavior('/behavior/findings/list', membersOfScope(scope));
  for (const { FindingId } of Findings) {
    const { Finding: finding } = await askBehavior('/behavior/findings/get', { FindingId });
    const instance = finding.Entities.find((it) => it.EntityType === 'Ec2Instance')?.EntityId;
    const peers = finding.Entities.flatMap((it) => (it.EntityType === 'IpAddress' ? it.EntityId : []));
    if (instance === undefined || peers.length === 0) continue;
    const { Groups } = await askBehavior('/behavior/activity/list', {
      EntityType: 'Ec2Instance',
      EntityId: instance,
      Source: 'NETWORK',
      GroupBy: ['Peer'],
      Filters: [{ Dimension: 'Peer', Operator: 'EQUALS', Values: peers }],
      ...membersOfScope(scope),
    });
    const peer = Groups[0]?.Keys.Peer;
    if (peer !== undefined) return { finding, instance, peer };
  }
  throw new Error('No finding names an instance and an address that spoke with each other.');
}

for (const theme of ['light', 'dark'] as const satisfies readonly Theme[]) {
  test(`rows of flows are drawn, and the finding's are annotated and first, ${theme}`, async () => {
    const { finding, instance, peer } = those;
    const { page, go, close, wrong } = await visit({ theme, width: 1600 });
    await go(hrefTo(['entities', 'Ec2Instance', instance], { ...paramsOfScope(scope), tab: 'NETWORK', finding: finding.FindingId }));
    await page.getByRole('button', { name: 'Display details for scope time' }).first().click();
    const table = page.getByRole('grid', { name: /^Activity details of / });
    await table.getByText('In the finding').first().waitFor();
    const first = table.getByRole('row').nth(1);
    expect(await first.textContent()).toContain(peer);
    const words = await table.locator('tbody td').allTextContents();
    for (const raw of ['INBOUND', 'OUTBOUND', 'ACCEPT', 'REJECT']) expect(words).not.toContain(raw);
    expect(words.some((it) => it === FLOW_DIRECTION_WORDS.INBOUND || it === FLOW_DIRECTION_WORDS.OUTBOUND)).toBe(true);
    expect(words).toContain(FLOW_ACTION_WORDS.ACCEPT);
    for (const row of [1, 2]) await table.getByRole('row').nth(row).getByRole('checkbox').check({ force: true });
    const chosen = page.getByRole('region', { name: /^Chosen flows of / });
    await chosen.getByRole('img').first().waitFor();
    await chosen.getByText('Overall traffic').click();
    await settled(page);
    await chosen.getByRole('img').first().waitFor();
    await chosen.scrollIntoViewIfNeeded();
    await screenshot(page, `flows-${theme}`);
    await expectInert(page);
    await expectAccessible(page);
    expect(wrong).toEqual([]);
    await close();
  });
}

test('flows of a finding are marked and first also where filters are joined by "or"', async () => {
  const { finding, instance, peer } = those;
  const of = { EntityType: 'Ec2Instance', EntityId: instance, Source: 'NETWORK', ...membersOfScope(scope) } as const;
  const involvedIds = new Set(finding.Entities.map((it) => it.EntityId));
  const { Groups: peers } = await askBehavior('/behavior/activity/list', { ...of, GroupBy: ['Peer'], ...FLOW_ORDER });
  // The busiest: without the finding it would be first. And it is the first of the filters.
  const other = peers.map((it) => it.Keys.Peer ?? '').find((it) => it !== '' && !involvedIds.has(it));
  if (other === undefined) throw new Error('The instance spoke with none but those of the finding.');
  const flowsOf = async (...addresses: string[]) =>
    (await askBehavior('/behavior/activity/list', { ...of, GroupBy: [...KEYS], Filters: [{ Dimension: 'Peer', Operator: 'EQUALS', Values: addresses }], ...FLOW_ORDER, MaxResults: 200 })).Groups.length;
  const { page, go, close, wrong } = await visit({ width: 1600 });
  await go(hrefTo(['entities', 'Ec2Instance', instance], { ...paramsOfScope(scope), tab: 'NETWORK', finding: finding.FindingId }));
  await page.getByRole('button', { name: 'Display details for scope time' }).first().click();
  const details = page.locator('.gs-details');
  const filter = details.getByRole('combobox', { name: /^Filter the activity of / });
  for (const address of [other, peer]) {
    await filter.fill(`Peer = ${address}`);
    await filter.press('Enter');
  }
  await details.getByRole('button', { name: 'and', exact: true }).last().click();
  await page.getByRole('option', { name: 'or', exact: true }).click();
  const rows = page.getByRole('grid', { name: /^Activity details of / }).locator('tbody tr[aria-rowindex]');
  await rows.filter({ hasText: other }).first().waitFor();
  await rows.filter({ hasText: 'In the finding' }).first().waitFor();
  await settled(page);
  const texts = await rows.allTextContents();
  const marked = texts.map((it) => it.includes('In the finding'));
  expect(texts.map((it) => it.includes(peer))).toEqual(marked);
  const [ofFinding, ofBoth] = [await flowsOf(peer), await flowsOf(peer, other)];
  expect(marked).toEqual(Array.from({ length: ofBoth }, (_, index) => index < ofFinding));
  expect(wrong).toEqual([]);
  await close();
});

test('a line is exactly the traffic of its row', async () => {
  const { instance } = those;
  const of = { EntityType: 'Ec2Instance', EntityId: instance, Source: 'NETWORK', ...membersOfScope(scope) } as const;
  const { Groups } = await askBehavior('/behavior/activity/list', { ...of, GroupBy: [...KEYS], MaxResults: 5 });
  for (const group of Groups) {
    const { Bins } = await askBehavior('/behavior/activity/timeline', { ...of, Filters: filtersOfFlow(group, KEYS) });
    const sum = (way: 'InboundBytes' | 'OutboundBytes') => Bins.reduce((sum, bin) => sum + (bin[way] ?? 0), 0);
    expect([nameOfFlow(group), sum('InboundBytes'), sum('OutboundBytes')]).toEqual([nameOfFlow(group), group.InboundBytes, group.OutboundBytes]);
  }
});

test("beside a finding, the traffic with the finding's address has a panel, and its details are of that address alone", async () => {
  const { finding, instance, peer } = those;
  const { page, go, close, wrong } = await visit();
  const of = { EntityType: 'Ec2Instance', EntityId: instance, Source: 'NETWORK', ...membersOfScope(scope) } as const;
  const { Totals } = await askBehavior('/behavior/activity/list', { ...of, Filters: [{ Dimension: 'Peer', Operator: 'EQUALS', Values: [peer] }] });
  const profile = { ...paramsOfScope(scope), tab: 'NETWORK' };
  const panel = page.getByRole('region', { name: "VPC flow volume to and from the finding's IP address", exact: true });
  await go(hrefTo(['entities', 'Ec2Instance', instance], { ...profile, finding: finding.FindingId }));
  await panel.getByRole('button', { name: 'Display details for scope time' }).click();
  await panel.getByRole('heading', { name: `Activity details: Peer ${peer}` }).waitFor();
  await panel.getByText(`Inbound: ${formatBytes(Totals.InboundBytes ?? 0)}`).waitFor();
  await panel.getByText(`Outbound: ${formatBytes(Totals.OutboundBytes ?? 0)}`).waitFor();
  await page.reload();
  await panel.getByRole('heading', { name: `Activity details: Peer ${peer}` }).waitFor();
  await settled(page);
  await panel.scrollIntoViewIfNeeded();
  await screenshot(page, 'finding-flows');
  await expectAccessible(page);
  await go(hrefTo(['entities', 'Ec2Instance', instance], profile));
  await page.getByRole('region', { name: 'Overall VPC flow volume' }).waitFor();
  expect(await panel.count()).toBe(0);
  expect(wrong).toEqual([]);
  await close();
});

test('a profile beside a finding that is gone is still there', async () => {
  const { page, go, close } = await visit();
  await go(hrefTo(['entities', 'Ec2Instance', those.instance], { ...paramsOfScope(scope), tab: 'NETWORK', finding: '0'.repeat(32) }));
  await page.getByRole('region', { name: 'Overall VPC flow volume' }).waitFor();
  await close();
});
