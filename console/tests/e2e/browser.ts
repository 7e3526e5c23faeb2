// A browser on the console, and what every page of it must be.

import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { expect, inject } from 'vitest';

/** Nothing but what is asked for leaves the machine: a browser looks for its maker's servers otherwise. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const SCREENSHOTS = process.env.GUMSHOE_SCREENSHOTS ?? join(import.meta.dirname, '../screenshots');
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Only the administrator of an organization may ask these, and one learns by asking whether one is. */
const REFUSED_TO_MOST = /^\/console\/api\/orgs\//;

let browser: Promise<Browser> | undefined;

/** By theme: for pages that nothing is changed on, which find the console's files in the cache. */
const shared = new Map<Theme, Promise<BrowserContext>>();

export type Theme = 'light' | 'dark';

/** A page, and what went wrong on it. */
export interface Visit {
  readonly page: Page;
  readonly wrong: string[];
  /** Opens an address. */
  readonly go: (hash: string) => Promise<void>;
  /** Goes to another page of the console that is open, as a link does: nothing is loaded anew. */
  readonly follow: (hash: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

interface How {
  readonly theme?: Theme;
  readonly width?: number;
}

async function contextOf({ theme = 'light', width = 1280 }: How): Promise<BrowserContext> {
  browser ??= chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ARGUMENTS });
  return (await browser).newContext({
    viewport: { width, height: 900 },
    colorScheme: theme,
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
}

/** A browser that has never been here. */
export async function visit(how: How = {}): Promise<Visit> {
  const context = await contextOf(how);
  return visitIn(await context.newPage(), () => context.close());
}

/** A page in a browser that was here before, with what was chosen and kept then. */
export async function visitAgain(theme: Theme): Promise<Visit> {
  const context = shared.get(theme) ?? contextOf({ theme });
  shared.set(theme, context);
  const page = await (await context).newPage();
  return visitIn(page, () => page.close());
}

function visitIn(page: Page, close: () => Promise<void>): Visit {
  const url = inject('console');
  page.setDefaultTimeout(60_000);
  const wrong: string[] = [];
  page.on('pageerror', (error) => wrong.push(`threw ${error.message}`));
  // What the Content-Security-Policy refuses is told here, too. Answers with an error are looked at below.
  page.on('console', (message) => {
    const text = message.text();
    if (message.type() === 'error' && !text.startsWith('Failed to load resource')) wrong.push(`logged ${text.slice(0, 300)}`);
  });
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (response.status() >= 400 && !REFUSED_TO_MOST.test(pathname)) wrong.push(`${pathname} answered ${response.status()}`);
  });
  page.on('dialog', (dialog) => {
    wrong.push(`opened a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    const address = request.url();
    if (!address.startsWith(url) && !/^(data|blob):/.test(address)) wrong.push(`asked ${address}`);
  });
  return {
    page,
    wrong,
    go: async (hash) => {
      await page.goto(`${url}/${hash}`);
      await settled(page);
    },
    follow: async (hash) => {
      await page.evaluate(followed, hash);
      await settled(page);
    },
    close,
  };
}

/** Ends when the console has heard of the new address; runs in the page. */
async function followed(hash: string): Promise<void> {
  if (location.hash === hash) return;
  await new Promise<void>((resolve) => {
    // After the console's own listener, which was there first.
    window.addEventListener('hashchange', () => setTimeout(resolve), { once: true });
    location.hash = hash;
  });
}

/** What is there while something is being loaded: the console's own, and the design system's spinners. */
export const LOADING = '.gs-loading, .gs-stale, #main [class*="awsui_status-loading"], #main [class*="awsui_circle-left"]';

/** Waits until nothing is being loaded. */
export async function settled(page: Page): Promise<void> {
  await page.locator('#main h1, #main h2, #main [role=alert]').first().waitFor();
  await page.waitForFunction((selector) => document.querySelector(selector) === null, LOADING);
}

export async function closeBrowser(): Promise<void> {
  shared.clear();
  await (await browser)?.close();
  browser = undefined;
}

/** Nothing of what logs say is markup, and nothing of it is wider than the page. */
export async function expectInert(page: Page): Promise<void> {
  const found = await page.evaluate(() => ({
    // The console has none of these; icons are SVG, charts a canvas.
    markup: [...document.querySelectorAll('#main script, #main iframe, #main object, #main embed, #main img, #main form[action], #main [onerror], #main [onload]')].map((it) => it.outerHTML.slice(0, 200)),
    overflow: Math.max(0, document.documentElement.scrollWidth - window.innerWidth),
  }));
  expect(found).toEqual({ markup: [], overflow: 0 });
}

/** Google's measure calls 0.1 good. On a quiet machine no page has 0.01; a slow one draws parts of it one by one. */
const MOST_SHIFT = 0.05;

/** What is on the screen stays where it is while the rest comes; what moved is named. */
export async function expectStill(page: Page): Promise<void> {
  const shifts = await page.evaluate(shiftsSinceLoading);
  const sum = shifts.reduce((all, it) => all + it.value, 0);
  expect(sum < MOST_SHIFT ? [] : shifts).toEqual([]);
}

/** Of what nobody caused by a click; runs in the page, which keeps them from its beginning on. */
async function shiftsSinceLoading(): Promise<{ value: number; what: string[] }[]> {
  type Shift = PerformanceEntry & { value: number; hadRecentInput: boolean; sources: readonly { node: Node | null; previousRect: DOMRect; currentRect: DOMRect }[] };
  return new Promise((resolve) => {
    const observer = new PerformanceObserver((list) => {
      const shifts = (list.getEntries() as Shift[]).filter((it) => !it.hadRecentInput);
      resolve(
        shifts.map(({ value, sources }) => ({
          value,
          what: sources.map(({ node, previousRect: from, currentRect: to }) => `${(node?.textContent ?? '').slice(0, 40)}: ${from.x},${from.y} ${from.height} high to ${to.x},${to.y} ${to.height} high`),
        })),
      );
    });
    observer.observe({ type: 'layout-shift', buffered: true });
    // Where nothing moved, nothing is told.
    setTimeout(() => resolve([]), 200);
  });
}

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary?: string }[];
}

const ALL_RULES = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] } as const;

/** Those of the rules that a theme has a say in. */
const RULES_OF_COLOUR = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } as const;

/**
 * No violation of WCAG 2.2 AA, by axe. What a page is made of is the same in both themes: where it was looked at in one, its
 * colours are what is left to look at in the other.
 */
export async function expectAccessible(page: Page, what: 'all' | 'colours' = 'all'): Promise<void> {
  const isThere = await page.evaluate(() => 'axe' in window);
  if (!isThere) await page.evaluate(AXE);
  const violations = await page.evaluate(async (runOnly) => {
    const { axe } = window as unknown as { axe: { run: (of: Document, how: object) => Promise<{ violations: Violation[] }> } };
    // A best practice that those who go from landmark to landmark need.
    const rules = { 'landmark-unique': { enabled: true } };
    return (await axe.run(document, { runOnly, rules: runOnly.type === 'tag' ? rules : {}, resultTypes: ['violations'] })).violations;
  }, what === 'all' ? ALL_RULES : RULES_OF_COLOUR);
  const told = violations.map((it) => `${it.id}: ${it.help}\n${it.nodes.slice(0, 3).map((node) => `  ${node.target.join(' ')} ${node.failureSummary ?? ''}`).join('\n')}`);
  expect(told).toEqual([]);
}

/** Where the picture of a page is left. */
export const pictureOf = (name: string): string => join(SCREENSHOTS, `${name}.png`);

export async function screenshot(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: pictureOf(name) });
}
