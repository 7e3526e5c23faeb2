// Groups for tests, as the API answers them.

import type { FindingGroupEdge, FindingGroupNode, FindingSeverity, FindingSummary, GetFindingGroupResponse } from '../../../src/api/behavior.gen';

const HOUR = 3_600_000;
export const BEGIN = Date.parse('2026-11-19T07:00:00Z');
const SEVERITIES: readonly FindingSeverity[] = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFORMATIONAL'];
const TYPES = ['AwsRole', 'IpAddress', 'S3Bucket', 'Ec2Instance'] as const;
const CATEGORIES = ['Identity', 'Network', 'Storage', 'Compute'] as const;

const iso = (hour: number): string => new Date(BEGIN + hour * HOUR).toISOString();
const WHY = { Observed: 1, Expected: 0, Window: { StartTime: iso(0), EndTime: iso(1) }, Sentence: 'Both involve the address 192.0.2.1.' };

export interface Some {
  readonly severity?: FindingSeverity;
  readonly hour?: number;
  readonly hours?: number;
  readonly similar?: string;
  readonly isEvidence?: boolean;
}

export function finding(id: string, it: Some): FindingSummary {
  const start = it.hour ?? 0;
  return {
    FindingId: id,
    Provider: it.isEvidence ? 'DETECTIVE' : 'GUARDDUTY',
    Types: ['Recon:EC2/PortProbeUnprotectedPort'],
    Title: `Finding ${id}`,
    Severity: it.severity ?? 'HIGH',
    SeverityNumber: 8,
    AccountId: '111122223333',
    FirstSeen: iso(start),
    LastSeen: iso(start + (it.hours ?? 1)),
    CreatedTime: iso(start),
    UpdatedTime: iso(start),
    Count: 1,
    State: 'ACTIVE',
    RecordState: 'ACTIVE',
    EntityCount: 1,
  };
}

/** Findings `f0`, `f1`, ... and entities `e0`, `e1`, ..., with lines between the numbers given. */
export function groupOf(findings: readonly Some[], entities: number, lines: readonly (readonly [finding: number, entity: number, role?: FindingGroupEdge['Role']])[]): GetFindingGroupResponse {
  const summaries = findings.map((it, index) => finding(`f${index}`, it));
  const nodes: FindingGroupNode[] = [
    ...findings.map((it, index): FindingGroupNode => ({
      NodeId: `f${index}`,
      NodeType: it.isEvidence ? 'EVIDENCE' : 'FINDING',
      Label: `Finding f${index}`,
      FindingId: `f${index}`,
      Severity: it.severity ?? 'HIGH',
      ...(it.similar === undefined ? {} : { Similar: it.similar }),
    })),
    ...Array.from({ length: entities }, (_, index): FindingGroupNode => {
      const kind = index % TYPES.length;
      return { NodeId: `e${index}`, NodeType: 'ENTITY', Label: `entity ${index}`, EntityType: TYPES[kind] ?? 'AwsRole', EntityId: `entity-${index}`, Category: CATEGORIES[kind] ?? 'Identity' };
    }),
  ];
  const Edges = lines.map(([from, to, Role = 'RELATED']): FindingGroupEdge => ({ From: `f${from}`, To: `e${to}`, Role, Weight: 0.5, Explanation: WHY }));
  const Links = findings.slice(1).map((_, index): FindingGroupEdge => ({ From: `f${index}`, To: `f${index + 1}`, Weight: 0.9, Explanation: WHY }));
  const counts = { INFORMATIONAL: 0, LOW: 0, MEDIUM: 0, HIGH: findings.length, CRITICAL: 0 };
  return {
    FindingGroup: {
      GroupId: 'ca6104bc-a315-4b15-bf88-1c1e60998f83',
      Title: 'Group with: TTP (2)',
      Severity: 'HIGH',
      Status: 'ACTIVE',
      Tactics: ['Discovery'],
      AccountIds: ['111122223333'],
      FirstSeen: iso(0),
      LastSeen: iso(24),
      CreatedTime: iso(24),
      UpdatedTime: iso(24),
      FindingCount: findings.length,
      FindingsBySeverity: counts,
      EvidenceCount: 0,
      EntityCount: entities,
      EntitiesByCategory: { Identity: entities, Network: 0, Storage: 0, Compute: 0 },
      Parents: [],
    },
    Summary: '',
    Findings: summaries,
    Entities: [],
    Nodes: nodes,
    Edges,
    Links,
    IsTruncated: false,
    Timeline: [],
    Lineage: { Parents: [] },
  };
}

/** As many nodes as a picture has at most, each finding with three entities, over a week. */
export function largeGroup(findings = 45, entities = 55): GetFindingGroupResponse {
  const some = Array.from({ length: findings }, (_, index): Some => ({ severity: SEVERITIES[index % 5] ?? 'LOW', hour: index * 3, hours: 1 + (index % 9) }));
  const lines = some.flatMap((_, index) => [0, 1, 2].map((step) => [index, (index * 7 + step * 19) % entities] as const));
  return groupOf(some, entities, [...lines, ...Array.from({ length: entities }, (_, index) => [index % findings, index] as const)]);
}
