// What the signs mean, of those that are in the picture; choosing one selects all nodes with it.

import { type ReactNode, useMemo } from 'react';

import type { EntityType } from '../api/behavior.gen';
import { severityWord, SEVERITIES } from '../components/Severity';
import { ENTITY_TYPES, isEntityType } from '../entities/types';
import type { Picture, PictureNode } from './model';
import { DIAMOND, KIND_NAMES, LETTERS, OUTLINES, typeName } from './signs';

interface Entry {
  readonly key: string;
  readonly name: string;
  readonly sign: ReactNode;
  readonly ids: readonly string[];
}

function Sign({ children }: { children: ReactNode }) {
  return (
    <svg className="gp-legend-sign" viewBox="-21 -21 42 42" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

function entryOf(key: string, nodes: readonly PictureNode[]): Entry {
  const [first] = nodes;
  const ids = nodes.map((it) => it.id);
  if (first?.entity !== undefined) {
    const { type, category } = first.entity;
    const icon = isEntityType(type) ? ENTITY_TYPES[type].icon : [];
    const sign = (
      <Sign>
        <g className={`gp-entity gp-${category.toLowerCase()}`}>
          <path className="gp-shape" d={OUTLINES[category]} />
          <g className="gp-glyph" transform="translate(-8 -8)">
            {icon.map((path) => (
              <path key={path} d={path} />
            ))}
          </g>
        </g>
      </Sign>
    );
    return { key, name: typeName(type), sign, ids };
  }
  const isEvidence = first?.kind === 'EVIDENCE';
  const severity = first?.severity ?? 'INFORMATIONAL';
  const sign = (
    <Sign>
      <g className={isEvidence ? 'gp-evidence' : `gp-finding gp-${severity.toLowerCase()}`}>
        <path className="gp-shape" d={DIAMOND} />
        <text className="gp-letter" y="4.6">
          {isEvidence ? 'E' : LETTERS[severity]}
        </text>
      </g>
    </Sign>
  );
  return { key, name: isEvidence ? KIND_NAMES.EVIDENCE : `${severityWord(severity)} finding`, sign, ids };
}

const keyOf = (node: PictureNode): string => node.entity?.type ?? (node.kind === 'EVIDENCE' ? node.kind : (node.severity ?? ''));

/** Findings from the worst on, evidence, then entities in the order of the console. */
function entriesOf(picture: Picture): Entry[] {
  const order: readonly string[] = [...SEVERITIES, 'EVIDENCE', ...(Object.keys(ENTITY_TYPES) as EntityType[])];
  const byKey = new Map<string, PictureNode[]>();
  for (const node of picture.nodes) byKey.set(keyOf(node), [...(byKey.get(keyOf(node)) ?? []), node]);
  const place = (key: string) => (order.includes(key) ? order.indexOf(key) : order.length);
  return [...byKey].sort(([a], [b]) => place(a) - place(b)).map(([key, nodes]) => entryOf(key, nodes));
}

/** Lines that are in the picture, with what they mean. */
const LINES = [
  { role: 'ACTOR', className: 'gp-actor', text: 'acted in the finding', ends: 'left' },
  { role: 'TARGET', className: 'gp-target', text: 'was done to', ends: 'right' },
  { role: 'RELATED', className: 'gp-related', text: 'is named in the finding', ends: 'none' },
  { role: undefined, className: 'gp-join', text: 'joins two findings', ends: 'none' },
] as const;

export function Legend({ picture, onSelect }: { picture: Picture; onSelect: (ids: readonly string[]) => void }) {
  const entries = useMemo(() => entriesOf(picture), [picture]);
  const lines = LINES.filter(({ role }) => picture.edges.some((it) => it.role === role));
  return (
    <section aria-label="Legend">
      <h3 className="gp-title">Legend</h3>
      <ul className="gp-legend">
        {entries.map((entry) => (
          <li key={entry.key}>
            <button type="button" className="gp-legend-entry" title="Select all of these" onClick={() => onSelect(entry.ids)}>
              {entry.sign}
              <span>{entry.name}</span>
              <span className="gp-legend-count">{entry.ids.length}</span>
            </button>
          </li>
        ))}
        {lines.map((line) => (
          <li key={line.className} className="gp-legend-line">
            <svg viewBox="0 0 40 14" aria-hidden="true" focusable="false">
              <line
                className={`gp-edge ${line.className}`}
                x1="2"
                x2="38"
                y1="7"
                y2="7"
                strokeWidth={line.role === undefined ? 3 : 1.6}
                {...(line.ends === 'left' ? { markerEnd: 'url(#gp-head)' } : {})}
                {...(line.ends === 'right' ? { markerStart: 'url(#gp-head)' } : {})}
              />
            </svg>
            {line.text}
          </li>
        ))}
      </ul>
    </section>
  );
}
