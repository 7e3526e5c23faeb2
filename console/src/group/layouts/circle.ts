// Circle: clockwise from the top in the order of time, each entity after the first finding that it is involved in.

import type { Picture, PictureNode } from '../model';
import type { Point, Size } from '../geometry';

const APART = 58;
/** Where there is room, the circle is as large as the window, less what is kept free at its edges. */
const EDGE = 110;

/** Findings by when they began, and right after each the entities that it brings in. */
export function inTime(picture: Picture): PictureNode[] {
  return [...picture.nodes].sort(
    (a, b) => a.start - b.start || Number(a.kind === 'ENTITY') - Number(b.kind === 'ENTITY') || a.end - b.end,
  );
}

export function circle(picture: Picture, size: Size): Map<string, Point> {
  const order = inTime(picture);
  const around = Math.max(order.length * APART, 2 * Math.PI * Math.max(120, size.height / 2 - EDGE));
  const stretch = Math.min(1.6, Math.max(1, size.width / Math.max(1, size.height)));
  // An ellipse of that circumference, near enough; evenly by angle, so that it is as wide as the window.
  const radius = around / (2 * Math.PI * Math.sqrt((1 + stretch * stretch) / 2));
  return new Map(
    order.map((node, index) => {
      const angle = -Math.PI / 2 + (2 * Math.PI * index) / Math.max(1, order.length);
      return [node.id, { x: stretch * radius * Math.cos(angle), y: radius * Math.sin(angle) }];
    }),
  );
}
