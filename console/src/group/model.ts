// What is drawn of a finding group: nodes and lines, similar findings as one, and no more than can be looked at.

import type {
  EntityCategory,
  EntityType,
  FindingGroupEdge,
  FindingGroupNode,
  FindingSeverity,
  FindingSummary,
  GetFindingGroupResponse,
} from '../api/behavior.gen';
import { SEVERITIES } from '../components/Severity';

/** User Guide, "Finding group visualization": "up to 100 nodes". */
export const MOST_NODES = 100;
/** Findings give way to entities only beyond this many. */
const MOST_FINDINGS = 60;

export type NodeKind = FindingGroupNode['NodeType'];
export type Role = NonNullable<FindingGroupEdge['Role']>;

export interface PictureEntity {
  readonly type: EntityType;
  readonly id: string;
  readonly category: EntityCategory;
}

export interface PictureNode {
  readonly id: string;
  readonly kind: NodeKind;
  readonly label: string;
  /** One of a finding's node, several where similar ones are drawn as one, none of an entity's. */
  readonly findings: readonly FindingSummary[];
  /** That of the worst finding. */
  readonly severity: FindingSeverity | undefined;
  readonly entity: PictureEntity | undefined;
  /** When it was observed, or for an entity when what it is involved in was: milliseconds since 1970. */
  readonly start: number;
  readonly end: number;
  /** Findings with the same text are drawn as one node until it is opened; nothing where there is only one. */
  readonly similar: string | undefined;
  readonly isAggregate: boolean;
}

export interface PictureEdge {
  readonly id: string;
  /** Of an involvement, the finding. */
  readonly from: string;
  readonly to: string;
  /** The entity's part; nothing of what joins two findings. */
  readonly role: Role | undefined;
  readonly weight: number;
  /** Why it is there, once for each finding behind it. */
  readonly why: readonly string[];
}

export interface Picture {
  readonly nodes: readonly PictureNode[];
  readonly edges: readonly PictureEdge[];
  /** Nodes that are left out. */
  readonly leftOut: number;
}

const rank = (severity: FindingSeverity | undefined): number => (severity === undefined ? SEVERITIES.length : SEVERITIES.indexOf(severity));

export function worst(severities: readonly FindingSeverity[]): FindingSeverity | undefined {
  return SEVERITIES.find((it) => severities.includes(it));
}

function findingNode(node: FindingGroupNode, finding: FindingSummary, similar: string | undefined): PictureNode {
  return {
    id: node.NodeId,
    kind: node.NodeType,
    label: node.Label,
    findings: [finding],
    severity: node.Severity ?? finding.Severity,
    entity: undefined,
    start: Date.parse(finding.FirstSeen),
    end: Date.parse(finding.LastSeen),
    similar,
    isAggregate: false,
  };
}

function aggregateOf(similar: string, members: readonly PictureNode[]): PictureNode {
  const findings = members.flatMap((it) => it.findings);
  return {
    id: `similar ${similar}`,
    kind: members[0]?.kind ?? 'FINDING',
    label: members[0]?.label ?? similar,
    findings,
    severity: worst(findings.map((it) => it.Severity)),
    entity: undefined,
    start: Math.min(...members.map((it) => it.start)),
    end: Math.max(...members.map((it) => it.end)),
    similar,
    isAggregate: true,
  };
}

/** Evidence and findings of one type are never one node: they have different signs. */
const similarOf = (node: FindingGroupNode): string | undefined => (node.Similar === undefined ? undefined : `${node.NodeType} ${node.Similar}`);

/** The nodes of findings, similar ones as one unless `opened`. */
function findingNodes(group: GetFindingGroupResponse, opened: ReadonlySet<string>): PictureNode[] {
  const byId = new Map(group.Findings.map((it) => [it.FindingId, it]));
  const alike = new Map<string, PictureNode[]>();
  for (const node of group.Nodes) {
    const finding = node.FindingId === undefined ? undefined : byId.get(node.FindingId);
    if (finding === undefined) continue;
    const key = similarOf(node);
    const members = alike.get(key ?? node.NodeId) ?? [];
    members.push(findingNode(node, finding, key));
    alike.set(key ?? node.NodeId, members);
  }
  return [...alike].flatMap(([key, members]) => {
    if (members.length === 1) return members.map((it) => ({ ...it, similar: undefined }));
    return opened.has(key) ? members : [aggregateOf(key, members)];
  });
}

interface Times {
  readonly start: number;
  readonly end: number;
}

/** Entities with the times of what they are involved in. Those in the most findings come first, as the API has them. */
function entityNodes(group: GetFindingGroupResponse, findings: ReadonlyMap<string, PictureNode>): PictureNode[] {
  const times = new Map<string, Times>();
  for (const edge of group.Edges) {
    const finding = findings.get(edge.From);
    if (finding === undefined) continue;
    const had: Times = times.get(edge.To) ?? finding;
    times.set(edge.To, { start: Math.min(had.start, finding.start), end: Math.max(had.end, finding.end) });
  }
  return group.Nodes.flatMap((node): PictureNode[] => {
    const { EntityType: type, EntityId: id, Category: category } = node;
    const time = times.get(node.NodeId);
    if (type === undefined || id === undefined || category === undefined || time === undefined) return [];
    const { start, end } = time;
    const entity = { type, id, category };
    return [{ id: node.NodeId, kind: node.NodeType, label: node.Label, findings: [], severity: undefined, entity, start, end, similar: undefined, isAggregate: false }];
  });
}

/** Lines between what is drawn; those to the members of one node become one. */
function edgesOf(group: GetFindingGroupResponse, drawnAs: ReadonlyMap<string, string>, joins: boolean): PictureEdge[] {
  const edges = new Map<string, PictureEdge>();
  const add = (edge: FindingGroupEdge) => {
    const from = drawnAs.get(edge.From);
    const to = drawnAs.get(edge.To);
    if (from === undefined || to === undefined || from === to) return;
    const id = `${from} > ${to}`;
    const had = edges.get(id);
    edges.set(id, {
      id,
      from,
      to,
      // Different parts in findings that are drawn as one are none in particular.
      role: had === undefined || had.role === edge.Role ? edge.Role : 'RELATED',
      weight: Math.max(edge.Weight, had?.weight ?? 0),
      why: [...(had?.why ?? []), edge.Explanation.Sentence],
    });
  };
  group.Edges.forEach(add);
  if (joins) group.Links.forEach(add);
  return [...edges.values()];
}

/** The picture of a group. `opened` are the texts of `similar` whose findings are drawn each by itself. */
export function pictureOf(group: GetFindingGroupResponse, opened: ReadonlySet<string>, joins: boolean): Picture {
  const findings = findingNodes(group, opened);
  const nodeOfFinding = new Map(findings.flatMap((node) => node.findings.map((it) => [it.FindingId, node] as const)));
  const byNode = new Map<string, PictureNode>();
  for (const node of group.Nodes) {
    const drawn = node.FindingId === undefined ? undefined : nodeOfFinding.get(node.FindingId);
    if (drawn !== undefined) byNode.set(node.NodeId, drawn);
  }
  const entities = entityNodes(group, byNode);

  const room = Math.max(MOST_FINDINGS, MOST_NODES - entities.length);
  const shown = [...findings].sort((a, b) => rank(a.severity) - rank(b.severity) || a.start - b.start).slice(0, room);
  const kept = new Set(shown);
  const nodes = [...findings.filter((it) => kept.has(it)), ...entities.slice(0, MOST_NODES - shown.length)];

  const drawn = new Set(nodes.map((it) => it.id));
  const drawnAs = new Map([...byNode].filter(([, it]) => drawn.has(it.id)).map(([id, it]) => [id, it.id]));
  for (const it of entities) if (drawn.has(it.id)) drawnAs.set(it.id, it.id);
  return { nodes, edges: edgesOf(group, drawnAs, joins), leftOut: findings.length + entities.length - nodes.length };
}

/** The nodes at the other ends of each node's lines. */
export function neighboursOf(picture: Picture): Map<string, Set<string>> {
  const neighbours = new Map(picture.nodes.map((it) => [it.id, new Set<string>()]));
  for (const { from, to } of picture.edges) {
    neighbours.get(from)?.add(to);
    neighbours.get(to)?.add(from);
  }
  return neighbours;
}
