// What the signs mean, of those that are in the picture; choosing one selects all nodes with it.

import { type ReactNode, useMemo } from 'react';

import type { EntityType } from '../api/behavior.gen';
import { severityWord, SEVERITIES } from '../components/Severity';
import { typeName } from '../entities/names';
import { ENTITY_TYPES, isEntityType } from '../entities/types';
import type { Picture, PictureNode } from './model';
import { DIAMOND, KIND_NAMES, LETTERS, OUTLINES } from './signs';

interface Entry {
  readonly key: string;
  readonly name: string;
  readonly sign: ReactNode;
  readonly ids: readonly string[];
  readonly isEntity: boolean;
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
    return { key, name: typeName(type), sign, ids, isEntity: true };
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
  return { key, name: isEvidence ? KIND_NAMES.EVIDENCE : severityWord(severity), sign, ids, isEntity: false };
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

/** Lines that are in the picture, with what they mean: from an entity on the left to a finding on the right. */
const LINES = [
  { role: 'ACTOR', className: 'gp-actor', text: 'acted in the finding', head: 'markerEnd' },
  { role: 'TARGET', className: 'gp-target', text: 'was the target of it', head: 'markerStart' },
  { role: 'RELATED', className: 'gp-related', text: 'is named in it', head: undefined },
  { role: undefined, className: 'gp-join', text: 'joins two findings', head: undefined },
] as const;

function LineSign({ line }: { line: (typeof LINES)[number] }) {
  return (
    <svg viewBox="0 0 56 14" aria-hidden="true" focusable="false">
      {line.role === undefined ? <path className="gp-tiny" d="M7 2l5 5-5 5-5-5z" /> : <circle className="gp-tiny" cx="7" cy="7" r="4.5" />}
      <line
        className={`gp-edge ${line.className}`}
        x1="14"
        x2="42"
        y1="7"
        y2="7"
        strokeWidth={line.role === undefined ? 3 : 1.6}
        {...(line.head === undefined ? {} : { [line.head]: 'url(#gp-head)' })}
      />
      <path className="gp-tiny" d="M49 2l5 5-5 5-5-5z" />
    </svg>
  );
}

export function Legend({ picture, onSelect }: { picture: Picture; onSelect: (ids: readonly string[]) => void }) {
  const entries = useMemo(() => entriesOf(picture), [picture]);
  const lines = LINES.filter(({ role }) => picture.edges.some((it) => it.role === role));
  return (
    <section aria-label="Legend">
      <h3 className="gp-title">Findings</h3>
      <Entries of={entries.filter((it) => !it.isEntity)} onSelect={onSelect} />
      <h3 className="gp-title">Entities</h3>
      <Entries of={entries.filter((it) => it.isEntity)} onSelect={onSelect} />
      <ul className="gp-legend gp-legend-lines" aria-label="Lines">
        {lines.map((line) => (
          <li key={line.className} className="gp-legend-line">
            <LineSign line={line} />
            {line.text}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Entries({ of, onSelect }: { of: readonly Entry[]; onSelect: (ids: readonly string[]) => void }) {
  return (
    <ul className="gp-legend">
      {of.map((entry) => (
        <li key={entry.key}>
          <button type="button" className="gp-legend-entry" title="Select all of these" onClick={() => onSelect(entry.ids)}>
            {entry.sign}
            <span>{entry.name}</span>
            <span className="gp-legend-count">{entry.ids.length}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
