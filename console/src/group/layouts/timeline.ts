// Timeline: findings where they began, a lane for each severity; below them entities where they come in.

import { SEVERITIES } from '../../components/Severity';
import type { FindingSeverity } from '../../api/behavior.gen';
import type { Picture, PictureNode } from '../model';
import type { Point, Size } from '../geometry';
import { scaleOf, type TimeScale } from '../time';

const ROW = 76;
/** Labels are as wide as this; nodes nearer to each other go into another row. */
const APART = 96;
const MOST_ROWS = 4;
const GAP = 26;

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

export function timeline(picture: Picture, size: Size): TimelineLayout {
  const findings = picture.nodes.filter((it) => it.kind !== 'ENTITY');
  const scale = scaleOf(findings.flatMap((it) => [it.start, it.end]));
  // Wide enough that labels of what comes in order do not overlap.
  const width = Math.max(size.width - 150, findings.length * 34, 480);
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
      if (spot !== undefined) places.set(node.id, { x: spot.x, y: top + ROW * (spot.row + 0.42) });
    }
    lanes.push({ severity, top, bottom: top + rows * ROW });
    top += rows * ROW + GAP;
  };
  for (const severity of SEVERITIES) lane(severity, findings.filter((it) => it.severity === severity));
  lane(undefined, picture.nodes.filter((it) => it.kind === 'ENTITY'));
  return { places, lanes, scale, width, right: Math.max(width, ...[...places.values()].map((it) => it.x)) };
}
