// Every page, in both themes, with hostile logs: nothing goes wrong, nothing is loaded from elsewhere, axe finds nothing.

import { afterAll, expect, test } from 'vitest';

import type { EntityType } from '../../src/api/behavior.gen';
import { hrefTo } from '../../src/app/location';
import { ENTITY_TYPE_NAMES } from '../../src/entities/types';
import { ROUTES } from '../../src/app/routes';
import { askBehavior, intruder } from './api';
import { closeBrowser, expectAccessible, expectInert, screenshot, type Theme, visit } from './browser';

const THEMES: readonly Theme[] = ['light', 'dark'];

afterAll(closeBrowser);

async function check(name: string, hash: string, theme: Theme): Promise<void> {
  const { page, wrong, go, close } = await visit({ theme });
  await go(hash);
  await screenshot(page, `${name}-${theme}`);
  await expectInert(page);
  await expectAccessible(page);
  expect(wrong).toEqual([]);
  await close();
}

for (const theme of THEMES) {
  // Pages with parameters need something to show: they are below, and in tests of their own.
  for (const route of ROUTES.filter((it) => !it.path.includes(':'))) {
    test(`${route.title}, ${theme}`, () => check(route.path.replaceAll('/', '-'), hrefTo(route.path.split('/')), theme));
  }
  for (const tab of ['OVERVIEW', 'NEW_BEHAVIOR', 'RESOURCE_INTERACTION']) {
    test(`profile of the intruder, ${tab}, ${theme}`, async () => {
      const { id } = await intruder();
      await check(`profile-${tab.toLowerCase()}`, hrefTo(['entities', 'AwsUser', id], { tab }), theme);
    });
  }
}

// What callers choose themselves is where the hostile texts are.
for (const type of ['UserAgent', 'AwsRoleSession', 'S3Bucket'] as const) {
  test(`a search for every ${type}`, () => check(`search-${type}`, hrefTo(['search'], { type, q: '*' }), 'light'));
}

async function anyOf(type: EntityType): Promise<string | undefined> {
  const { Entities } = await askBehavior('/behavior/entities/search', { EntityType: type, Query: '*', SortBy: 'LastSeen', SortOrder: 'DESC', MaxResults: 1 });
  return Entities[0]?.EntityId;
}

for (const type of ENTITY_TYPE_NAMES) {
  test(`profile of one of the kind ${type}`, async (context) => {
    const id = await anyOf(type);
    if (id === undefined) return context.skip('the demonstration has none');
    await check(`profile-${type}`, hrefTo(['entities', type, id]), 'light');
  });
}
