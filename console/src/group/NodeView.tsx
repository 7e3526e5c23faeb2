// One node: its sign, its label. Where it is, the stage says.

import { memo } from 'react';

import { ENTITY_TYPES, isEntityType } from '../entities/types';
import { label } from '../format/text';
import { linesOf } from './labels';
import type { PictureNode } from './model';
import { DIAMOND, LETTERS, OUTLINES, SAID, spoken } from './signs';
import type { Presence } from './time';

interface Props {
  readonly node: PictureNode;
  readonly connections: number;
  readonly isSelected: boolean;
  /** Something else is selected that this has nothing to do with. */
  readonly isDim: boolean;
  /** The one that Tab goes to. */
  readonly isTabStop: boolean;
  /** In time; without a time, nothing. Hidden where the severity filter leaves it out. */
  readonly presence: Presence | 'hidden' | undefined;
  /** How far it reaches on the time axis. */
  readonly span: number;
}

function FindingSign({ node }: { node: PictureNode }) {
  const severity = node.severity ?? 'INFORMATIONAL';
  const isEvidence = node.kind === 'EVIDENCE';
  return (
    <g className={isEvidence ? 'gp-evidence' : `gp-finding gp-${severity.toLowerCase()}`}>
      {node.isAggregate && <path className="gp-shape gp-behind" d={DIAMOND} transform="translate(5 -4)" />}
      <path className="gp-shape" d={DIAMOND} />
      <text className="gp-letter" y="4.6">
        {isEvidence ? 'E' : LETTERS[severity]}
      </text>
      {node.isAggregate && (
        <g transform="translate(17 -15)">
          <circle className="gp-count" r="9.5" />
          <text className="gp-count-text" y="3.7">
            {node.findings.length > 99 ? '99+' : node.findings.length}
          </text>
        </g>
      )}
    </g>
  );
}

function EntitySign({ entity }: { entity: NonNullable<PictureNode['entity']> }) {
  const icon = isEntityType(entity.type) ? ENTITY_TYPES[entity.type].icon : [];
  return (
    <g className={`gp-entity gp-${entity.category.toLowerCase()}`}>
      <path className="gp-shape" d={OUTLINES[entity.category]} />
      <g className="gp-glyph" transform="translate(-8 -8)">
        {icon.map((path) => (
          <path key={path} d={path} />
        ))}
      </g>
    </g>
  );
}

export const NodeView = memo(function NodeView({ node, connections, isSelected, isDim, isTabStop, presence, span }: Props) {
  const classes = ['gp-node', isSelected && 'is-selected', isDim && 'is-dim', presence && `is-${presence}`].filter(Boolean).join(' ');
  const isGone = presence === 'hidden' || presence === 'coming';
  // What is focused and named has no text of its own: the letter and the cut label are for looking at.
  return (
    <g className={classes} data-node={node.id} role="presentation">
      <g
        className="gp-sign gp-target"
        role="option"
        aria-selected={isSelected}
        aria-label={`${spoken(node, connections)}${isGone ? ', not yet observed' : ''}`}
        tabIndex={isTabStop ? 0 : -1}
      >
        <circle className="gp-halo" r="24" />
      </g>
      {span > 0 && <line className="gp-span" x1="0" x2={span} y1="0" y2="0" />}
      <g className="gp-sign" aria-hidden="true">
        {node.entity === undefined ? <FindingSign node={node} /> : <EntitySign entity={node.entity} />}
      </g>
      <text className="gp-label" aria-hidden="true">
        {linesOf(node.label).map((line, index) => (
          <tspan key={index} x="0" dy={index === 0 ? 0 : 13}>
            {line}
          </tspan>
        ))}
      </text>
      <title>{label(node.label, SAID)}</title>
    </g>
  );
});
