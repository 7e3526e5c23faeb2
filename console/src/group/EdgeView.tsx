// One line. Arrows go from who acts to the finding, and from the finding to what it was done to.

import { memo } from 'react';

import type { PictureEdge, Role } from './model';

const ROLES: Readonly<Record<Role, string>> = { ACTOR: 'gp-actor', TARGET: 'gp-target', RELATED: 'gp-related' };

interface Props {
  readonly edge: PictureEdge;
  readonly isLit: boolean;
  readonly isDim: boolean;
  readonly isHidden: boolean;
}

export const EdgeView = memo(function EdgeView({ edge, isLit, isDim, isHidden }: Props) {
  const kind = edge.role === undefined ? 'gp-join' : ROLES[edge.role];
  const classes = ['gp-edge', kind, isLit && 'is-lit', isDim && 'is-dim', isHidden && 'is-hidden'].filter(Boolean).join(' ');
  const head = isLit ? 'url(#gp-head-lit)' : 'url(#gp-head)';
  return (
    <line
      className={classes}
      data-edge={edge.id}
      strokeWidth={edge.role === undefined ? 3 : 1 + 1.2 * edge.weight}
      {...(edge.role === 'ACTOR' ? { markerStart: head } : {})}
      {...(edge.role === 'TARGET' ? { markerEnd: head } : {})}
    />
  );
});

/** The heads of arrows. */
export function ArrowHeads() {
  return (
    <defs>
      {['gp-head', 'gp-head-lit'].map((id) => (
        <marker key={id} id={id} viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto-start-reverse">
          <path className={id} d="M0 .8 7.4 4 0 7.2z" />
        </marker>
      ))}
    </defs>
  );
}
