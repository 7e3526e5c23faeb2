// Timeline: findings where they began, a lane for each severity; below them entities where they come in.

import { SEVERITIES } from '../../components/Severity';
import type { FindingSeverity } from '../../api/behavior.gen';
import type { Picture, PictureNode } from '../model';
import type { Point, Size } from '../geometry';
import { scaleOf, type TimeScale } from '../time';

const ROW = 76;
/** Of more than a few nodes not all labels have room anyway. */
const CROWDED_ROW = 54;
const FEW = 40;
/** Labels are as wide as this; nodes nearer to each other go into another row. */
const APART = 96;
const MOST_ROWS = 4;
const GAP = 20;

export interface Lane {
  readonly severity: FindingSeverity | undefined;
  readonly top: number;
  readonly bottom: number;
}

export interface TimelineLayout {
  readonly places: Map<string, Point>;
  readonly lanes: readonly Lane[];
  readonly scale: TimeScale;
  /** How wide the axis is. Where much begins at once, nodes lie beyond it. */
  readonly width: number;
  readonly right: number;
}

/** Beside the nodes at the ends of a lane. */
export const PAST = 58;
/** Above the lanes, for the axis, and to the left of them, for their names. */
const AXIS = 34;
const NAMES = 150;

/** The corners of what is drawn behind the nodes. */
export function cornersOf({ lanes, right }: TimelineLayout): Point[] {
  const bottom = lanes.at(-1)?.bottom ?? 0;
  return [{ x: -PAST - NAMES, y: -AXIS }, { x: right, y: bottom - 50 }];
}

/** Each where it belongs or, where rows are full, as near to it as there is room: which row, and where in it. */
export function packed(wanted: readonly number[], most = MOST_ROWS): { row: number; x: number }[] {
  const ends: number[] = [];
  return wanted.map((x) => {
    const free = ends.findIndex((end) => end + APART <= x);
    if (free >= 0 || ends.length < most) {
      const row = free >= 0 ? free : ends.length;
      ends[row] = x;
      return { row, x };
    }
    const row = ends.indexOf(Math.min(...ends));
    const moved = (ends[row] ?? 0) + APART;
    ends[row] = moved;
    return { row, x: moved };
  });
}

/** As wide as the window is in proportion to how high it becomes: what is higher is packed again, wider. */
export function timeline(picture: Picture, size: Size): TimelineLayout {
  const narrow = Math.max(size.width - 150, 480);
  const first = laidOut(picture, narrow);
  const height = first.lanes.at(-1)?.bottom ?? 0;
  const wide = ((height + AXIS) * size.width) / Math.max(1, size.height);
  return wide > narrow ? laidOut(picture, wide) : first;
}

function laidOut(picture: Picture, width: number): TimelineLayout {
  const findings = picture.nodes.filter((it) => it.kind !== 'ENTITY');
  const scale = scaleOf(findings.flatMap((it) => [it.start, it.end]));
  const row = picture.nodes.length > FEW ? CROWDED_ROW : ROW;
  const places = new Map<string, Point>();
  const lanes: Lane[] = [];
  let top = 0;
  const lane = (severity: FindingSeverity | undefined, nodes: readonly PictureNode[]) => {
    if (nodes.length === 0) return;
    const order = [...nodes].sort((a, b) => a.start - b.start || a.end - b.end);
    const spots = packed(order.map((it) => scale.share(it.start) * width));
    const rows = Math.max(...spots.map((it) => it.row)) + 1;
    for (const [index, node] of order.entries()) {
      const spot = spots[index];
      if (spot !== undefined) places.set(node.id, { x: spot.x, y: top + row * (spot.row + 0.42) });
    }
    lanes.push({ severity, top, bottom: top + rows * row });
    top += rows * row + GAP;
  };
  for (const severity of SEVERITIES) lane(severity, findings.filter((it) => it.severity === severity));
  lane(undefined, picture.nodes.filter((it) => it.kind === 'ENTITY'));
  return { places, lanes, scale, width, right: Math.max(width, ...[...places.values()].map((it) => it.x)) };
}
