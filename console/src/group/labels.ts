// What is written below the nodes: in two short lines, and only where it covers nothing else.

import { visible } from '../format/text';
import type { Point } from './geometry';

const LINE = 22;

/** At most two lines, broken between words or, where there are none, within one. What is invisible is written out. */
export function linesOf(text: string, length = LINE): string[] {
  // More than that is never shown, and an 8 KB text need not be looked through.
  const whole = visible(text.slice(0, 4 * length)).replace(/\s+/g, ' ').trim();
  if (whole.length <= length) return [whole];
  const space = whole.lastIndexOf(' ', length);
  const first = space > length / 3 ? whole.slice(0, space) : cut(whole, length);
  const rest = whole.slice(first.length).trim();
  return [first, rest.length <= length && text.length <= 4 * length ? rest : `${cut(rest, length - 1).trimEnd()}…`];
}

/** Not through the middle of a character of two. */
function cut(text: string, length: number): string {
  const part = text.slice(0, length);
  return /[\ud800-\udbff]$/.test(part) ? part.slice(0, -1) : part;
}

/** The half of a letter's width, on average, at 11 pixels. */
const HALF_LETTER = 3;
const TOP = 20;
const LINE_HEIGHT = 13;
const RADIUS = 18;

export interface Labelled {
  readonly id: string;
  readonly at: Point;
  readonly lines: readonly string[];
}

interface Taken {
  readonly id: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const overlap = (a: Taken, b: Taken): boolean => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** Those whose labels have room, the first ones before the others. Places are the screen's; `scale` is that of the nodes. */
export function roomy(nodes: readonly Labelled[], scale: number): Set<string> {
  const signs = nodes.map(({ id, at }): Taken => ({ id, left: at.x - RADIUS * scale, right: at.x + RADIUS * scale, top: at.y - RADIUS * scale, bottom: at.y + RADIUS * scale }));
  const taken: Taken[] = [];
  const shown = new Set<string>();
  for (const { id, at, lines } of nodes) {
    const half = HALF_LETTER * Math.max(...lines.map((it) => it.length));
    const top = at.y + TOP * scale;
    const box: Taken = { id, left: at.x - half, right: at.x + half, top, bottom: top + LINE_HEIGHT * lines.length };
    if (taken.some((it) => overlap(it, box)) || signs.some((it) => it.id !== id && overlap(it, box))) continue;
    taken.push(box);
    shown.add(id);
  }
  return shown;
}
