// What is selected: what it is, where it leads, and why it is connected.

import Button from '@cloudscape-design/components/button';
import { useMemo } from 'react';

import { EntityLink, FindingLink } from '../components/EntityLink';
import { SafeText } from '../components/SafeText';
import { Sentence } from '../components/Sentence';
import { Severity } from '../components/Severity';
import { TimeRange } from '../components/Time';
import { paramsOfScope, type Scope } from '../scope/scope';
import { typeName } from '../entities/names';
import { isInvestigable } from '../entities/types';
import { CATEGORY_WORDS, PROVIDER_WORDS, ROLE_WORDS } from '../format/words';
import { Investigate } from './Investigate';
import type { Picture, PictureEdge, PictureNode } from './model';
import { KIND_NAMES } from './signs';

const MOST_LISTED = 40;
const MOST_WHY = 25;

interface Props {
  readonly picture: Picture;
  readonly selected: ReadonlySet<string>;
  readonly scope: Scope;
  readonly onSelect: (id: string) => void;
  readonly onToggleSimilar: (node: PictureNode) => void;
}

export function Details({ picture, selected, scope, onSelect, onToggleSimilar }: Props) {
  const nodes = useMemo(() => new Map(picture.nodes.map((it) => [it.id, it])), [picture]);
  const chosen = picture.nodes.filter((it) => selected.has(it.id));
  const [only] = chosen;
  if (only === undefined) {
    return (
      <section aria-label="Selection">
        <h3 className="gp-title">Selection</h3>
        <p className="gp-hint">Choose a node to see what it is and why it is here; a line, to see both of its ends. Ctrl adds to the selection.</p>
      </section>
    );
  }
  // Of one node all its lines; of several, those between them.
  const lines = picture.edges.filter((it) => (chosen.length === 1 ? it.from === only.id || it.to === only.id : selected.has(it.from) && selected.has(it.to)));
  return (
    <section aria-label="Selection" aria-live="polite">
      <h3 className="gp-title">{chosen.length === 1 ? 'Selection' : `Selection: ${chosen.length} nodes`}</h3>
      {chosen.length === 1 ? (
        <One node={only} scope={scope} onToggleSimilar={onToggleSimilar} />
      ) : (
        <ul className="gp-list">
          {chosen.slice(0, MOST_LISTED).map((node) => (
            <li key={node.id}>
              <NodeName node={node} scope={scope} />
            </li>
          ))}
          {chosen.length > MOST_LISTED && <li>and {chosen.length - MOST_LISTED} more</li>}
        </ul>
      )}
      <Lines lines={lines} nodes={nodes} from={chosen.length === 1 ? only.id : undefined} onSelect={onSelect} />
    </section>
  );
}

/** Links to a finding or an entity lead to the time of the group. */
function NodeName({ node, scope }: { node: PictureNode; scope: Scope }) {
  const { entity } = node;
  const [finding] = node.findings;
  if (entity !== undefined) return <EntityLink type={entity.type} id={entity.id} name={node.label === entity.id ? undefined : node.label} params={paramsOfScope(scope)} />;
  if (finding === undefined) return <SafeText>{node.label}</SafeText>;
  return (
    <>
      {node.kind === 'FINDING' && <Severity of={node.severity ?? finding.Severity} />} <FindingLink id={finding.FindingId} title={finding.Title} />
      {node.isAggregate && ` and ${node.findings.length - 1} similar`}
    </>
  );
}

function One({ node, scope, onToggleSimilar }: { node: PictureNode; scope: Scope; onToggleSimilar: (node: PictureNode) => void }) {
  const { entity } = node;
  return (
    <div className="gp-one">
      <p className="gp-kind">{entity === undefined ? KIND_NAMES[node.kind] : `${typeName(entity.type)}, ${CATEGORY_WORDS[entity.category].toLowerCase()}`}</p>
      {node.isAggregate ? (
        <ul className="gp-list">
          {node.findings.slice(0, MOST_LISTED).map((it) => (
            <li key={it.FindingId}>
              <Severity of={it.Severity} /> <FindingLink id={it.FindingId} title={it.Title} />
            </li>
          ))}
        </ul>
      ) : (
        <p className="gp-name">
          <NodeName node={node} scope={scope} />
        </p>
      )}
      {entity === undefined && <FindingFacts node={node} />}
      <p className="gp-when">
        {entity === undefined ? 'Observed ' : 'Involved '}
        <TimeRange start={node.start} end={node.end} />
      </p>
      {node.similar !== undefined && (
        <Button onClick={() => onToggleSimilar(node)} iconName={node.isAggregate ? 'expand' : 'shrink'}>
          {node.isAggregate ? `Show all ${node.findings.length} by themselves` : 'Show similar ones as one'}
        </Button>
      )}
      {entity !== undefined && isInvestigable(entity.type) && <Investigate type={entity.type} id={entity.id} scope={scope} />}
    </div>
  );
}

function FindingFacts({ node }: { node: PictureNode }) {
  const [finding] = node.findings;
  if (finding === undefined) return null;
  return (
    <p className="gp-type">
      <SafeText length={120}>{finding.Types[0] ?? ''}</SafeText>
      <br />
      <SafeText>{finding.ProductName ?? PROVIDER_WORDS[finding.Provider]}</SafeText>
    </p>
  );
}

interface LinesProps {
  readonly lines: readonly PictureEdge[];
  readonly nodes: ReadonlyMap<string, PictureNode>;
  /** The node whose lines they are, when there is only one: the other end is named then. */
  readonly from: string | undefined;
  readonly onSelect: (id: string) => void;
}

function Lines({ lines, nodes, from, onSelect }: LinesProps) {
  if (lines.length === 0) return null;
  const order = [...lines].sort((a, b) => b.weight - a.weight);
  return (
    <>
      <h3 className="gp-title">{from === undefined ? 'Why they are connected' : 'Why it is connected'}</h3>
      <ul className="gp-why">
        {order.slice(0, MOST_WHY).map((line) => {
          const other = nodes.get(line.from === from ? line.to : line.from);
          return (
            <li key={line.id}>
              {from !== undefined && other !== undefined && (
                <button type="button" className="gs-more" onClick={() => onSelect(other.id)}>
                  <SafeText fixed length={60}>
                    {other.label}
                  </SafeText>
                </button>
              )}
              {line.role !== undefined && <span className="gp-part">{ROLE_WORDS[line.role].toLowerCase()}</span>}
              <p>
                <Sentence length={220}>{line.why[0] ?? ''}</Sentence>
                {line.why.length > 1 && ` The same in ${line.why.length - 1} more.`}
              </p>
            </li>
          );
        })}
        {order.length > MOST_WHY && <li>and {order.length - MOST_WHY} more</li>}
      </ul>
    </>
  );
}
