// What is written beside the nodes: in two short lines, below them or where there is room, and only where it covers nothing
// else.

import { SEVERITIES } from '../components/Severity';
import { visible } from '../format/text';
import type { Point, Size } from './geometry';
import type { PictureNode } from './model';

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

/**
 * Whose label is placed before the others': entities that join findings, as what to look for is what findings have in common;
 * then what has more lines, and of these the worse findings.
 */
export function byImportance(nodes: readonly PictureNode[], neighbours: ReadonlyMap<string, ReadonlySet<string>>): PictureNode[] {
  const lines = ({ id }: PictureNode): number => neighbours.get(id)?.size ?? 0;
  const joins = (node: PictureNode): number => Number(node.kind === 'ENTITY' && lines(node) > 1);
  const badness = ({ severity }: PictureNode): number => (severity === undefined ? 0 : SEVERITIES.length - SEVERITIES.indexOf(severity));
  return [...nodes].sort((a, b) => joins(b) - joins(a) || lines(b) - lines(a) || badness(b) - badness(a));
}

/** The half of a letter's width, on average, at 11 pixels. */
const HALF_LETTER = 3;
const TOP = 20;
const LINE_HEIGHT = 13;
/** Of letters above and below their baseline. */
const ASCENT = 10;
const DESCENT = 3;
const RADIUS = 18;
/** Where a label beside a node begins. */
const BESIDE = 24;

/** Where a label can be, the usual first. */
export type Side = 'below' | 'above' | 'right' | 'left';
export const SIDES: readonly Side[] = ['below', 'above', 'right', 'left'];
/** The same in a timeline, which has times above the nodes and the names of its lanes to their left. */
export const SIDES_IN_TIME: readonly Side[] = ['below', 'right'];
/** What of a label its anchor is, in the words of SVG. */
export const TEXT_ANCHORS: Readonly<Record<Side, string>> = { below: 'middle', above: 'middle', right: 'start', left: 'end' };

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

/** The anchor of a label's first baseline, from the middle of its node: in its middle, or where it begins or ends beside the node. */
export function anchorOf(side: Side, lines: number, scale: number): Point {
  const between = (lines - 1) * LINE_HEIGHT;
  const beside = (ASCENT - DESCENT - between) / 2;
  return {
    below: { x: 0, y: TOP * scale + ASCENT },
    above: { x: 0, y: -TOP * scale - DESCENT - between },
    right: { x: BESIDE * scale, y: beside },
    left: { x: -BESIDE * scale, y: beside },
  }[side];
}

function boxOf({ id, at, lines }: Labelled, side: Side, scale: number): Taken {
  const width = 2 * HALF_LETTER * Math.max(...lines.map((it) => it.length));
  const { x, y } = anchorOf(side, lines.length, scale);
  const left = at.x + x - { below: width / 2, above: width / 2, right: 0, left: width }[side];
  const top = at.y + y - ASCENT;
  return { id, left, right: left + width, top, bottom: top + LINE_HEIGHT * lines.length };
}

const overlap = (a: Taken, b: Taken): boolean => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** Those whose labels have room, and where, the first ones before the others. Places are the screen's; `scale` is that of the nodes. */
export function roomy(nodes: readonly Labelled[], scale: number, window: Size, sides = SIDES): Map<string, Side> {
  const signs = nodes.map(({ id, at }): Taken => ({ id, left: at.x - RADIUS * scale, right: at.x + RADIUS * scale, top: at.y - RADIUS * scale, bottom: at.y + RADIUS * scale }));
  const taken: Taken[] = [];
  const shown = new Map<string, Side>();
  for (const node of nodes) {
    for (const side of sides) {
      const box = boxOf(node, side, scale);
      // Below there is room in any window that all nodes are in.
      const isCut = side !== 'below' && (box.left < 0 || box.top < 0 || box.right > window.width || box.bottom > window.height);
      if (isCut || taken.some((it) => overlap(it, box)) || signs.some((it) => it.id !== node.id && overlap(it, box))) continue;
      taken.push(box);
      shown.set(node.id, side);
      break;
    }
  }
  return shown;
}
