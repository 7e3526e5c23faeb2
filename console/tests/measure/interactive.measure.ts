// How long it takes until a page can be used, beside how long the API takes to answer what the page asks: medians, in a
// real browser. `npm run measure`; docs/console.md has what came out.

import type { Page } from 'playwright-core';
import { afterAll, inject, test } from 'vitest';

import { hrefTo } from '../../src/app/location';
import { intruder } from '../e2e/api';
import { closeBrowser, LOADING, visit } from '../e2e/browser';

const ROUNDS = Number(process.env.GUMSHOE_ROUNDS ?? 10);

interface Target {
  readonly name: string;
  readonly hash: () => Promise<string>;
  /** What only this page has on its first screen, once it has its data. */
  readonly content: string;
}

const TARGETS: readonly Target[] = [
  { name: 'Summary', hash: async () => '#summary', content: '#panel-Investigations table tbody tr' },
  { name: 'profile', hash: async () => hrefTo(['entities', 'AwsUser', (await intruder()).id]), content: '#panel-OverallApiCallVolume canvas' },
];

interface Times {
  /** Until everything on the screen is there and the page has time for whoever uses it. */
  readonly interactive: number;
  /** How long a click would wait at most from then on, while the rest of the page is drawn. */
  readonly wait: number;
  /** Cumulative Layout Shift: how much of the screen moved, how far. */
  readonly shift: number;
  /** While at least one question was with the API. */
  readonly api: number;
}

/** Waits until the page is ready from a moment on; runs in the page. */
async function timesSince({ since, content, loading }: { since: number; content: string; loading: string }): Promise<Times> {
  const isOnScreen = (it: Element) => it.getBoundingClientRect().bottom > 0 && it.getBoundingClientRect().top < window.innerHeight;
  const isReady = () => document.querySelector(content) !== null && ![...document.querySelectorAll(loading)].some(isOnScreen);
  while (!isReady()) await new Promise((resolve) => requestAnimationFrame(resolve));
  // Painted, and everything that was to be done is done: an event would be answered now.
  await new Promise((resolve) => requestAnimationFrame(resolve));
  await new Promise((resolve) => setTimeout(resolve));
  const interactive = performance.now() - since;
  // A click is answered after the task that it comes into; the rest is drawn when nothing was done for a while.
  let wait = 0;
  for (let quiet = performance.now(), last = quiet; performance.now() - quiet < 1000; last = performance.now()) {
    await new Promise((resolve) => setTimeout(resolve));
    const task = performance.now() - last;
    wait = Math.max(wait, task);
    if (task > 25) quiet = performance.now();
  }
  const shift = await new Promise<number>((resolve) => {
    // Without any shift, nobody is told.
    setTimeout(() => resolve(0), 100);
    type Shift = PerformanceEntry & { readonly value: number; readonly hadRecentInput: boolean };
    const add = (list: PerformanceObserverEntryList) => resolve((list.getEntries() as Shift[]).reduce((sum, it) => sum + (it.startTime >= since && !it.hadRecentInput ? it.value : 0), 0));
    new PerformanceObserver(add).observe({ type: 'layout-shift', buffered: true });
  });
  const asked = performance
    .getEntriesByType('resource')
    .filter((it) => new URL(it.name).pathname.startsWith('/console/') && it.startTime >= since)
    .map((it) => ({ start: it.startTime, end: (it as PerformanceResourceTiming).responseEnd }))
    .sort((a, b) => a.start - b.start);
  // Questions that are asked at the same time take their time once.
  let api = 0;
  let until = 0;
  for (const { start, end } of asked) {
    api += Math.max(0, end - Math.max(start, until));
    until = Math.max(until, end);
  }
  return { interactive, wait, shift, api };
}

async function opened(page: Page, base: string, hash: string, content: string): Promise<Times> {
  await page.goto('about:blank');
  await page.goto(`${base}/${hash}`, { waitUntil: 'commit' });
  return page.evaluate(timesSince, { since: 0, content, loading: LOADING });
}

async function followed(page: Page, base: string, hash: string, content: string): Promise<Times> {
  await page.goto('about:blank');
  await page.goto(`${base}/#settings`);
  await page.locator('#main h1').waitFor();
  await page.waitForLoadState('networkidle');
  const since = await page.evaluate((to) => {
    const now = performance.now();
    window.location.hash = to;
    return now;
  }, hash);
  return page.evaluate(timesSince, { since, content, loading: LOADING });
}

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
};

afterAll(closeBrowser);

test('how long until a page can be used', async () => {
  const { page, close } = await visit();
  const table: Record<string, object> = {};
  for (const { name, hash, content } of TARGETS) {
    const to = await hash();
    for (const [how, measure] of Object.entries({ opened, followed })) {
      const base = inject('console');
      await measure(page, base, to, content);
      const times: Times[] = [];
      for (let round = 0; round < ROUNDS; round += 1) times.push(await measure(page, base, to, content));
      const of = (what: keyof Times) => median(times.map((it) => it[what]));
      table[`${name}, ${how}`] = {
        'interactive, ms': Math.round(of('interactive')),
        'its API calls, ms': Math.round(of('api')),
        ratio: Number((of('interactive') / of('api')).toFixed(2)),
        'then waits at most, ms': Math.round(of('wait')),
        'layout shift': Number(of('shift').toFixed(3)),
      };
    }
  }
  console.log(`medians of ${ROUNDS}, the files of the console in the browser's cache`);
  console.table(table);
  await close();
});
