// Points and directions.

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Box extends Point, Size {}

export type Positions = ReadonlyMap<string, Point>;

export type Direction = 'left' | 'right' | 'up' | 'down';

export const AHEAD: Readonly<Record<Direction, Point>> = {
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
  up: { x: 0, y: -1 },
  down: { x: 0, y: 1 },
};

/** The rectangle between two corners. */
export function boxOf(a: Point, b: Point): Box {
  return { x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) };
}

export function isInside(point: Point, box: Box): boolean {
  return point.x >= box.x && point.x <= box.x + box.width && point.y >= box.y && point.y <= box.y + box.height;
}

/** The smallest rectangle with all points. */
export function boundsOf(points: Iterable<Point>): Box {
  const all = [...points];
  if (all.length === 0) return { x: 0, y: 0, width: 0, height: 0 };
  const xs = all.map((it) => it.x);
  const ys = all.map((it) => it.y);
  return boxOf({ x: Math.min(...xs), y: Math.min(...ys) }, { x: Math.max(...xs), y: Math.max(...ys) });
}

/**
 * The nearest point in a direction, for arrow keys. What is more to the side than ahead counts only when nothing else is
 * there; at the very edge, it stays.
 */
export function inDirection(positions: Positions, from: string, direction: Direction): string {
  const here = positions.get(from);
  if (here === undefined) return from;
  const ahead = AHEAD[direction];
  let best = { id: from, cost: Infinity };
  for (const [id, { x, y }] of positions) {
    if (id === from) continue;
    const along = (x - here.x) * ahead.x + (y - here.y) * ahead.y;
    const aside = Math.abs((x - here.x) * ahead.y) + Math.abs((y - here.y) * ahead.x);
    if (along <= 0.5) continue;
    const cost = along + 2 * aside + (aside > along ? 1e6 : 0);
    if (cost < best.cost) best = { id, cost };
  }
  return best.id;
}
