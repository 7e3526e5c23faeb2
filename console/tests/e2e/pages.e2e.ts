// Every page, in both themes, with hostile logs: nothing goes wrong, nothing is loaded from elsewhere, axe finds nothing.

import { existsSync } from 'node:fs';

import { afterAll, expect, test } from 'vitest';

import type { EntityType } from '../../src/api/behavior.gen';
import { hrefTo } from '../../src/app/location';
import { ENTITY_TYPE_NAMES } from '../../src/entities/types';
import { ROUTES } from '../../src/app/routes';
import { askBehavior, intruder, investigation, stolenRole } from './api';
import { closeBrowser, expectAccessible, expectInert, expectStill, pictureOf, screenshot, type Theme, type Visit, visitAgain } from './browser';

const THEMES: readonly Theme[] = ['light', 'dark'];

const MONTH = 30 * 86_400_000;

afterAll(closeBrowser);

/** Whether a page is opened by its address, or from the page before, without loading the console anew. */
type How = 'by address' | 'by link';

/** Pages of the browser in which one goes on by links, by theme; one in which something went wrong is left. */
const going = new Map<Theme, Promise<Visit>>();

async function opened(hash: string, theme: Theme, how: How): Promise<Visit> {
  const before = how === 'by link' ? going.get(theme) : undefined;
  if (before !== undefined) {
    const it = await before;
    await it.follow(hash);
    return it;
  }
  const coming = visitAgain(theme);
  if (how === 'by link') going.set(theme, coming);
  const it = await coming;
  await it.go(hash);
  return it;
}

/** Every page is opened by its address in the light, and by a link in the dark. */
async function check(name: string, hash: string, theme: Theme, how: How = theme === 'light' ? 'by address' : 'by link'): Promise<void> {
  const it = await opened(hash, theme, how);
  let isGood = false;
  try {
    await screenshot(it.page, `${name}-${theme}`);
    if (how === 'by address') await expectStill(it.page);
    await expectInert(it.page);
    await expectAccessible(it.page, theme === 'light' ? 'all' : 'colours');
    expect(it.wrong).toEqual([]);
    isGood = true;
  } finally {
    if (how === 'by address' || !isGood) {
      if (how === 'by link') going.delete(theme);
      await it.close();
    }
  }
}

/** What pages with parameters show: each needs an entry. */
const SHOWN: Readonly<Record<string, () => Promise<string>>> = {
  'investigationReport/:id': async () => hrefTo(['investigationReport', await investigation()]),
  'entities/FindingGroup/:id': async () => hrefTo(['entities', 'FindingGroup', await anyGroup()]),
  'findings/:id': async () => hrefTo(['findings', await anyFinding()]),
  'entities/:type/:id': async () => hrefTo(['entities', 'AwsUser', (await intruder()).id]),
};

/** Pages that ask for something first, once they have it. */
const FILLED: Readonly<Record<string, () => Promise<string>>> = {
  path: async () => hrefTo(['path'], { from: `AwsUser/${(await intruder()).id}`, to: `AwsRole/${await stolenRole()}` }),
  compare: async () => hrefTo(['compare'], { aType: 'AwsUser', aId: (await intruder()).id, bType: 'AwsRole', bId: await stolenRole() }),
};

async function anyGroup(): Promise<string> {
  const { FindingGroups } = await askBehavior('/behavior/findingGroups/list', { ScopeStartTime: new Date(Date.now() - MONTH).toISOString(), SortBy: 'Severity', SortOrder: 'DESC' });
  return FindingGroups[0]?.GroupId ?? '';
}

async function anyFinding(): Promise<string> {
  const { Findings } = await askBehavior('/behavior/findings/list', { ScopeStartTime: new Date(Date.now() - MONTH).toISOString() });
  // Of a detector rather than of Gumshoe itself, for its record.
  return (Findings.find((it) => it.Severity === 'HIGH') ?? Findings[0])?.FindingId ?? '';
}

/** `entities/FindingGroup/:id` as `entities-FindingGroup`. */
const nameOf = (path: string): string => path.split('/').filter((it) => !it.startsWith(':')).join('-');

for (const theme of THEMES) {
  for (const route of ROUTES) {
    const shown = SHOWN[route.path] ?? (async () => hrefTo(route.path.split('/')));
    test(`${route.title}, ${theme}`, async () => check(nameOf(route.path), await shown(), theme));
  }
  for (const [path, shown] of Object.entries(FILLED)) {
    test(`${path} with what it asks for, ${theme}`, async () => check(`${path}-filled`, await shown(), theme));
  }
  test(`Notebook with a panel, ${theme}`, async () => {
    const { page, go, close } = await visitAgain(theme);
    await go(hrefTo(['entities', 'AwsUser', (await intruder()).id]));
    await page.getByRole('button', { name: 'Pin Overall API call volume to the notebook' }).click();
    await close();
    await check('notebook-filled', hrefTo(['notebook']), theme);
  });
  for (const tab of ['NEW_BEHAVIOR', 'RESOURCE_INTERACTION']) {
    test(`profile of the intruder, ${tab}, ${theme}`, async () => {
      const { id } = await intruder();
      await check(`profile-${tab.toLowerCase()}`, hrefTo(['entities', 'AwsUser', id], { tab }), theme);
    });
  }
}

test('there is a picture of every page in every theme', () => {
  const missing = ROUTES.flatMap(({ path }) => THEMES.map((theme) => `${nameOf(path)}-${theme}`)).filter((name) => !existsSync(pictureOf(name)));
  expect(missing).toEqual([]);
});

// What callers choose themselves is where the hostile texts are.
for (const type of ['UserAgent', 'AwsRoleSession', 'S3Bucket'] as const) {
  test(`a search for every ${type}`, () => check(`search-${type}`, hrefTo(['search'], { type, q: '*' }), 'light', 'by link'));
}

async function anyOf(type: EntityType): Promise<string | undefined> {
  const { Entities } = await askBehavior('/behavior/entities/search', { EntityType: type, Query: '*', SortBy: 'LastSeen', SortOrder: 'DESC', MaxResults: 1 });
  return Entities[0]?.EntityId;
}

for (const type of ENTITY_TYPE_NAMES) {
  test(`profile of one of the kind ${type}`, async (context) => {
    const id = await anyOf(type);
    if (id === undefined) return context.skip('the demonstration has none');
    await check(`profile-${type}`, hrefTo(['entities', type, id]), 'light', 'by link');
  });
}
