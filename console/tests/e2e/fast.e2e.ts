// How much is loaded before the first page, that pages are loaded when they are opened, and that long tables stay quick.

import { afterAll, expect, test } from 'vitest';

import type { AnyPanel } from '../../src/api/panel';
import { hrefTo } from '../../src/app/location';
import { ROUTES } from '../../src/app/routes';
import { CHUNK } from '../../src/components/rowWindow';
import { lastOf, paramsOfScope, DAY } from '../../src/scope/scope';
import { intruder } from './api';
import { closeBrowser, expectAccessible, screenshot, settled, visit, type Visit } from './browser';

/** What may be loaded, compressed, until the first page shows everything. */
const MOST_BYTES = 900_000;

const ROWS = 10_000;

afterAll(closeBrowser);

interface Loaded {
  readonly file: string;
  readonly bytes: number;
}

/** The console's own files that a page loaded, with their size on the wire. */
async function loadedBy({ page }: Visit): Promise<Loaded[]> {
  const entries = await page.evaluate(() =>
    [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].map((it) => ({
      address: it.name,
      bytes: (it as PerformanceResourceTiming).encodedBodySize,
    })),
  );
  return entries
    .map(({ address, bytes }) => ({ file: new URL(address).pathname, bytes }))
    .filter(({ file }) => !file.startsWith('/console/'));
}

const pageChunks = (loaded: readonly Loaded[]): string[] => loaded.flatMap(({ file }) => /\/assets\/(\w+Page)-[\w-]+\.js$/.exec(file)?.[1] ?? []).sort();

test('the first page and all that it needs are at most 900 KB, compressed', async () => {
  const it = await visit();
  await it.go('');
  const loaded = await loadedBy(it);
  const sum = loaded.reduce((bytes, { bytes: more }) => bytes + more, 0);
  console.log(`loaded with the first page: ${sum} bytes in ${loaded.length} files`);
  // Whatever was not measured would have no size.
  expect(loaded.filter(({ bytes }) => bytes === 0)).toEqual([]);
  expect(sum).toBeLessThanOrEqual(MOST_BYTES);
  await it.close();
});

test('a page is loaded when it is opened, and not before; one that cannot be says whether the server is there', async () => {
  const it = await visit();
  const { page } = it;
  await it.go('#summary');
  expect(pageChunks(await loadedBy(it))).toEqual(['SummaryPage']);
  const others = ROUTES.filter(({ section, path }) => section !== undefined && path !== 'summary');
  for (const [index, { title }] of others.entries()) {
    await it.page.locator('nav').getByRole('link', { name: title, exact: true }).click();
    await settled(it.page);
    expect(pageChunks(await loadedBy(it)), title).toHaveLength(index + 2);
  }
  await page.route(/\/assets\/|\/console\//, (route) => route.abort());
  await it.page.evaluate(() => {
    location.hash = '#entities/AwsAccount/111122223333';
  });
  await page.getByText('The server does not answer').waitFor();
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('The server does not answer').waitFor();
  await page.unrouteAll();
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('heading', { level: 1, name: '111122223333' }).waitFor();
  await it.close();
});

/** As many rows as no panel has, each with a text of its own. */
const LONG_PANEL: AnyPanel = {
  Id: 'VeryLong',
  Title: 'A very long table',
  Guidance: 'More rows than anybody reads.',
  Tab: 'OVERVIEW',
  Form: 'TABLE',
  Data: {
    Columns: [
      { Id: 'what', Label: 'What', Type: 'TEXT' },
      { Id: 'count', Label: 'Count', Type: 'COUNT' },
    ],
    // Some are of two lines, so that rows are not all of one height.
    Rows: Array.from({ length: ROWS }, (_, index) => ({ Cells: { what: index % 7 === 0 ? `Row ${index + 1}\u2028${'with a longer text '.repeat(12)}` : `Row ${index + 1}`, count: index + 1 } })),
    RowCount: ROWS,
  },
};

/** Where a table is looked at, and how much of it there is; runs in the page. */
function seen(label: string): { rows: number; first: number; last: number; blank: boolean } {
  const table = document.querySelector(`table[aria-label="${label}"]`);
  if (table === null) throw new Error(`There is no table ${label}.`);
  const rows = [...table.querySelectorAll('tbody tr[aria-rowindex]')];
  const onScreen = rows.filter((it) => it.getBoundingClientRect().bottom > 0 && it.getBoundingClientRect().top < window.innerHeight);
  const indexes = onScreen.map((it) => Number(it.getAttribute('aria-rowindex')) - 1);
  const { left, width } = table.getBoundingClientRect();
  // The middle of the screen has a row, and not the space of rows that are not drawn.
  const middle = document.elementFromPoint(left + width / 2, window.innerHeight / 2);
  return { rows: rows.length, first: Math.min(...indexes), last: Math.max(...indexes), blank: middle?.closest('tr[aria-rowindex]') === null };
}

async function scrollTo({ page }: Visit, to: number): Promise<void> {
  await page.evaluate(async (top) => {
    window.scrollTo({ top, behavior: 'instant' });
    for (let frame = 0; frame < 4; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
  }, to);
}

async function expectScrolls(it: Visit, label: string): Promise<void> {
  const { page } = it;
  const top = await page.evaluate((name) => (document.querySelector(`table[aria-label="${name}"] tbody`)?.getBoundingClientRect().top ?? 0) + window.scrollY, label);
  await scrollTo(it, top);
  let last = 0;
  // By a screen at a time, every row is passed.
  for (let screen = 0; screen < 30; screen += 1) {
    await scrollTo(it, top + screen * 600);
    const now = await page.evaluate(seen, label);
    expect(now.blank, `screen ${screen}`).toBe(false);
    expect(now.first, `screen ${screen}`).toBeLessThanOrEqual(last + 1);
    expect(now.last, `screen ${screen}`).toBeGreaterThan(last);
    expect(now.rows).toBeLessThanOrEqual(6 * CHUNK);
    last = now.last;
  }
  // From one end to the other at once.
  const height = () => page.evaluate(() => document.documentElement.scrollHeight);
  for (const part of [0.5, 0.2, 0.9]) {
    await scrollTo(it, top + part * ((await height()) - top));
    const now = await page.evaluate(seen, label);
    expect(now.blank, `${part} of the table`).toBe(false);
    expect(Math.abs(now.first / ROWS - part), `${part} of the table`).toBeLessThan(0.1);
  }
  await scrollTo(it, await height());
  expect((await page.evaluate(seen, label)).last).toBe(ROWS);
}

test('a table of 10,000 rows is in pages, or scrolls in one', async () => {
  const it = await visit();
  const { page, go, wrong, close } = it;
  await page.route('**/behavior/entities/profile', async (route) => {
    const response = await route.fetch();
    const answer = (await response.json()) as { Panels: object[] };
    await route.fulfill({ response, json: { ...answer, Panels: [LONG_PANEL] } });
  });
  const { id } = await intruder();
  await go(hrefTo(['entities', 'AwsUser', id], { tab: 'OVERVIEW' }));
  const table = page.getByRole('grid', { name: LONG_PANEL.Title });
  const drawn = () => table.locator('tbody tr').count();
  expect(await drawn()).toBe(25);
  await page.getByRole('button', { name: 'Page 400' }).click();
  await table.getByText('Row 10000', { exact: true }).waitFor();

  await page.getByRole('button', { name: 'Preferences', exact: true }).last().click();
  await page.getByRole('radio', { name: 'All rows' }).check({ force: true });
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.waitForFunction((name) => document.querySelectorAll(`table[aria-label="${name}"] tbody tr`).length > 25, `Rows of ${LONG_PANEL.Title}`);
  expect(Number(await table.getAttribute('aria-rowcount'))).toBe(ROWS + 1);
  await expectScrolls(it, `Rows of ${LONG_PANEL.Title}`);
  await screenshot(page, 'table-of-10000-rows');

  await scrollTo(it, 0);
  await table.getByRole('button', { name: 'Count' }).click();
  await table.locator('tbody tr').first().getByText('Row 10000', { exact: true }).waitFor();
  await page.getByRole('searchbox', { name: `Find rows in ${LONG_PANEL.Title}` }).fill('Row 7777');
  await table.locator('tbody tr').nth(1).waitFor({ state: 'detached' });
  expect(await drawn()).toBe(1);
  await expectAccessible(page);
  expect(wrong).toEqual([]);
  await close();
});

test('10,000 calls in the order of time scroll, too', async () => {
  const it = await visit();
  const { page, go, wrong, close } = it;
  const { id } = await intruder();
  const scope = lastOf(7 * DAY, Date.now());
  const groups = Array.from({ length: ROWS }, (_, index) => {
    const time = new Date(scope.start + index * 1000).toISOString();
    return { Keys: { Api: `Call${index + 1}`, Service: 's3.amazonaws.com', Caller: `AKIA${index}`, IpAddress: '192.0.2.1' }, SuccessCount: 1, FailureCount: 0, FirstSeen: time, LastSeen: time };
  });
  await page.route('**/behavior/activity/list', (route) => route.fulfill({ json: { Groups: groups, Totals: { SuccessCount: ROWS, FailureCount: 0 } } }));
  await go(
    hrefTo(['entities', 'AwsUser', id], {
      ...paramsOfScope(scope),
      tab: 'OVERVIEW',
      details: 'OverallApiCallVolume',
      detailsStart: String(scope.start / 1000),
      detailsEnd: String(scope.end / 1000),
      detailsView: 'time',
    }),
  );
  await page.getByText('Call1', { exact: true }).waitFor();
  await expectScrolls(it, 'Activity details of Overall API call volume');
  expect(wrong).toEqual([]);
  await close();
});
