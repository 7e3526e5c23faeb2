// Grid: findings from the worst on, evidence, then entities by what they are for and what they are.

import { SEVERITIES } from '../../components/Severity';
import { ENTITY_TYPE_NAMES } from '../../entities/types';
import type { EntityCategory } from '../../api/behavior.gen';
import type { Picture, PictureNode } from '../model';
import type { Point, Size } from '../geometry';

const CELL: Size = { width: 132, height: 92 };

const KINDS: readonly PictureNode['kind'][] = ['FINDING', 'EVIDENCE', 'ENTITY'];
export const CATEGORIES: readonly EntityCategory[] = ['Identity', 'Network', 'Storage', 'Compute'];

function rankOf(node: PictureNode): readonly number[] {
  return [
    KINDS.indexOf(node.kind),
    node.severity === undefined ? 0 : SEVERITIES.indexOf(node.severity),
    node.entity === undefined ? 0 : CATEGORIES.indexOf(node.entity.category),
    node.entity === undefined ? 0 : ENTITY_TYPE_NAMES.indexOf(node.entity.type),
    node.start,
  ];
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  for (const [index, it] of a.entries()) {
    const difference = it - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

export function grid(picture: Picture, size: Size): Map<string, Point> {
  const order = picture.nodes.map((node) => ({ node, rank: rankOf(node) })).sort((a, b) => compareRanks(a.rank, b.rank));
  const aspect = size.width / Math.max(1, size.height);
  const columns = Math.max(1, Math.ceil(Math.sqrt((order.length * aspect * CELL.height) / CELL.width)));
  return new Map(
    order.map(({ node }, index) => [
      node.id,
      { x: (index % columns) * CELL.width, y: Math.floor(index / columns) * CELL.height },
    ]),
  );
}
