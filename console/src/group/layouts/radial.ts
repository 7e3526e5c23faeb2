// Radial: what joins the findings the most in the middle, around it what it is involved in, around that the rest. User
// Guide: "displays a radial layout with nodes grouped by their relation".

import type { Picture } from '../model';
import { neighboursOf } from '../model';
import type { Point, Size } from '../geometry';

/** Between rings, and between nodes on one. */
const RING = 118;
const APART = 62;
/** Of moving nodes apart; rings that are not full need few. */
const ROUNDS = 400;

/** The entity whose lines say the most; where there is none, whatever has the most lines. */
export function hubOf(picture: Picture): string | undefined {
  const said = new Map<string, { weight: number; lines: number; isEntity: boolean }>();
  for (const node of picture.nodes) said.set(node.id, { weight: 0, lines: 0, isEntity: node.kind === 'ENTITY' });
  for (const edge of picture.edges) {
    for (const id of [edge.from, edge.to]) {
      const it = said.get(id);
      if (it !== undefined && edge.role !== undefined) {
        it.weight += edge.weight;
        it.lines += 1;
      }
    }
  }
  const order = [...said].sort(
    ([, a], [, b]) => Number(b.isEntity) - Number(a.isEntity) || b.weight - a.weight || b.lines - a.lines,
  );
  return order[0]?.[0];
}

interface Branch {
  readonly id: string;
  readonly ring: number;
  readonly children: Branch[];
  leaves: number;
}

/** The picture as a tree: everything at its least distance from the hub; what is connected to nothing hangs on it as well. */
function treeOf(picture: Picture, hub: string): Branch {
  const neighbours = neighboursOf(picture);
  const root: Branch = { id: hub, ring: 0, children: [], leaves: 0 };
  const seen = new Set([hub]);
  const queue = [root];
  const grow = (parent: Branch, id: string) => {
    if (seen.has(id)) return;
    seen.add(id);
    const child: Branch = { id, ring: parent.ring + 1, children: [], leaves: 0 };
    parent.children.push(child);
    queue.push(child);
  };
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    for (const id of neighbours.get(next.id) ?? []) grow(next, id);
    if (queue.length === 0) {
      const apart = picture.nodes.find((it) => !seen.has(it.id));
      if (apart !== undefined) grow(root, apart.id);
    }
  }
  countLeaves(root);
  return root;
}

function countLeaves(branch: Branch): number {
  branch.leaves = branch.children.length === 0 ? 1 : branch.children.reduce((sum, it) => sum + countLeaves(it), 0);
  return branch.leaves;
}

/** Each ring as large as its nodes need, and at least one step outside of the one within. */
function radiiOf(sizes: readonly number[]): number[] {
  const radii = [0];
  for (const [ring, size] of sizes.entries()) {
    if (ring > 0) radii[ring] = Math.max((radii[ring - 1] ?? 0) + RING, (size * APART) / (2 * Math.PI));
  }
  return radii;
}

interface Seat {
  readonly id: string;
  /** From 0 to 1 around the ring. */
  share: number;
}

/** Moves neighbours apart until each has its room, and no further: nodes stay near to the branch that they are on. */
function seated(seats: Seat[], room: number): void {
  seats.sort((a, b) => a.share - b.share);
  for (let round = 0; round < ROUNDS; round += 1) {
    let moved = 0;
    for (const [index, seat] of seats.entries()) {
      const next = seats[(index + 1) % seats.length];
      if (next === undefined || next === seat) continue;
      const wrap = index === seats.length - 1 ? 1 : 0;
      const lack = room - (next.share + wrap - seat.share);
      if (lack <= 1e-6) continue;
      seat.share -= lack / 2;
      next.share += lack / 2;
      moved = Math.max(moved, lack);
    }
    if (moved < 1e-4) return;
  }
  // As many as the ring can hold: evenly, then.
  const first = seats[0]?.share ?? 0;
  for (const [index, seat] of seats.entries()) seat.share = first + index / seats.length;
}

export function radial(picture: Picture, size: Size): Map<string, Point> {
  const places = new Map<string, Point>();
  const hub = hubOf(picture);
  if (hub === undefined) return places;
  const root = treeOf(picture, hub);
  const rings: Seat[][] = [];
  // Each branch has a sector as wide as its leaves are many.
  const visit = (branch: Branch, from: number) => {
    (rings[branch.ring] ??= []).push({ id: branch.id, share: (from + branch.leaves / 2) / root.leaves });
    let at = from;
    for (const child of branch.children) {
      visit(child, at);
      at += child.leaves;
    }
  };
  visit(root, 0);
  const radii = radiiOf(rings.map((it) => it.length));
  // Rings are as wide as the window: a label needs more room beside it than above.
  const stretch = Math.min(1.7, Math.max(1, size.width / Math.max(1, size.height)));
  for (const [ring, seats] of rings.entries()) {
    const radius = radii[ring] ?? 0;
    seated(seats, Math.min(0.98 / seats.length, APART / Math.max(1, 2 * Math.PI * radius)));
    for (const { id, share } of seats) {
      const angle = -Math.PI / 2 + 2 * Math.PI * share;
      places.set(id, { x: stretch * radius * Math.cos(angle), y: radius * Math.sin(angle) });
    }
  }
  return places;
}
