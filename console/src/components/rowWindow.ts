// Of a long table only the rows around the screen are drawn: a browser lays out some hundred at once, and not ten thousand.
// The others are as much empty space as they would take.

import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';

/** Rows that come and go together. */
export const CHUNK = 50;

/** A table of so many rows is drawn whole. */
const WHOLE = 2 * CHUNK;

/** What a row of one line takes, until there is one to measure. */
const GUESSED_HEIGHT = 41;

/** Screens above and below the present one of which the rows are drawn, too. */
const MARGIN = 1;

/** Chunks, half-open. */
export interface Span {
  readonly first: number;
  readonly end: number;
}

export const sumOf = (heights: readonly number[], end = heights.length): number => heights.slice(0, end).reduce((sum, it) => sum + it, 0);

/** The chunks that have a part between two heights; where none has, the nearest. */
export function chunksBetween(heights: readonly number[], top: number, bottom: number): Span {
  let first = 0;
  let below = heights[0] ?? 0;
  while (first + 1 < heights.length && below <= top) below += heights[++first] ?? 0;
  let end = first + 1;
  while (end < heights.length && below < bottom) below += heights[end++] ?? 0;
  return { first, end };
}

/** The heights of all chunks: as measured, or as many rows as they have of the usual height. */
export function heightsOf(rows: number, measured: ReadonlyMap<number, number>, usual: number): number[] {
  return Array.from({ length: Math.ceil(rows / CHUNK) }, (_, chunk) => measured.get(chunk) ?? Math.min(CHUNK, rows - chunk * CHUNK) * usual);
}

/** Rows that are below no other; in a table without such rows, all. */
const ROOTS = ':scope > tr:not([aria-level]), :scope > tr[aria-level="1"][aria-posinset]';

/** The heights of the chunks that are drawn, by where each begins. */
function measure(body: HTMLElement, { first, end }: Span, below: number): Map<number, number> {
  const roots = body.querySelectorAll(ROOTS);
  const bottom = body.getBoundingClientRect().bottom - below;
  const starts = Array.from({ length: end - first }, (_, index) => roots[index * CHUNK]?.getBoundingClientRect().top ?? bottom);
  const found = new Map<number, number>();
  for (const [index, start] of starts.entries()) {
    const height = (starts[index + 1] ?? bottom) - start;
    if (height > 0) found.set(first + index, height);
  }
  return found;
}

interface Layout {
  readonly measured: Map<number, number>;
  usual: number | undefined;
  heights: readonly number[];
  /** Whether the page was scrolled to its end. */
  isAtEnd: boolean;
}

export interface RowWindow<T> {
  readonly shown: readonly T[];
  /** How many rows are before those that are shown. */
  readonly before: number;
  /** For the element around the table, which has the class `gs-window`. */
  readonly frame: RefObject<HTMLDivElement>;
}

export function useRowWindow<T>(rows: readonly T[]): RowWindow<T> {
  const frame = useRef<HTMLDivElement>(null);
  const layout = useRef<Layout>({ measured: new Map(), usual: undefined, heights: [], isAtEnd: false }).current;
  const [wanted, want] = useState<Span>({ first: 0, end: 2 });
  const isLong = rows.length > WHOLE;
  const chunks = Math.ceil(rows.length / CHUNK);
  const end = isLong ? Math.min(Math.max(wanted.end, 1), chunks) : chunks;
  const first = isLong ? Math.min(wanted.first, end - 1) : 0;

  useLayoutEffect(() => {
    const body = frame.current?.querySelector('tbody');
    if (!body || !frame.current) return;
    frame.current.toggleAttribute('data-is-long', isLong);
    if (!isLong) return;
    const { style } = frame.current;
    const before = layout.heights;
    const found = measure(body, { first, end }, parseFloat(style.getPropertyValue('--gs-below')) || 0);
    const isNews = [...found.keys()].some((chunk) => !layout.measured.has(chunk));
    for (const [chunk, height] of found) layout.measured.set(chunk, height);
    const [height] = found.values();
    layout.usual ??= height === undefined ? undefined : height / CHUNK;
    layout.heights = heightsOf(rows.length, layout.measured, layout.usual ?? GUESSED_HEIGHT);
    // What is on the screen stays there when the rows above turn out to be higher or lower than was thought.
    const top = -body.getBoundingClientRect().top;
    const above = top > 0 && before.length > 0 ? chunksBetween(before, top, top).first : 0;
    const moved = sumOf(layout.heights, above) - sumOf(before, above);
    style.setProperty('--gs-above', `${sumOf(layout.heights, first)}px`);
    style.setProperty('--gs-below', `${sumOf(layout.heights) - sumOf(layout.heights, end)}px`);
    if (layout.isAtEnd && isNews) window.scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' });
    else if (Math.abs(moved) >= 1) window.scrollBy({ top: moved, behavior: 'instant' });
  });

  useEffect(() => {
    if (!isLong) return undefined;
    let frameAsked = 0;
    const look = () => {
      frameAsked = 0;
      const body = frame.current?.querySelector('tbody');
      if (!body) return;
      layout.isAtEnd = window.scrollY + window.innerHeight >= document.documentElement.scrollHeight - 2;
      const top = -body.getBoundingClientRect().top;
      const next = chunksBetween(layout.heights, top - MARGIN * window.innerHeight, top + (1 + MARGIN) * window.innerHeight);
      want((present) => (present.first === next.first && present.end === next.end ? present : next));
    };
    const ask = () => {
      frameAsked ||= requestAnimationFrame(look);
    };
    ask();
    // Whatever scrolls, the rows on the screen may be others.
    window.addEventListener('scroll', ask, { capture: true, passive: true });
    window.addEventListener('resize', ask);
    return () => {
      cancelAnimationFrame(frameAsked);
      window.removeEventListener('scroll', ask, { capture: true });
      window.removeEventListener('resize', ask);
    };
  }, [isLong, rows, layout]);

  return { shown: isLong ? rows.slice(first * CHUNK, end * CHUNK) : rows, before: first * CHUNK, frame };
}
