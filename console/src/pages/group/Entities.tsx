// Who is involved: the same as the picture has, as a table.

import Popover from '@cloudscape-design/components/popover';
import { useMemo } from 'react';

import type { FindingGroupEntity, GetFindingGroupResponse } from '../../api/behavior.gen';
import { CopyAs } from '../../components/CopyAs';
import { csvRows, DataTable, type Column } from '../../components/DataTable';
import { EntityLink, FindingLink } from '../../components/EntityLink';
import { Severity } from '../../components/Severity';
import { isInvestigable } from '../../entities/types';
import { Investigate } from '../../group/Investigate';
import { typeName } from '../../entities/names';
import { paramsOfScope, type Scope } from '../../scope/scope';

interface Involved extends FindingGroupEntity {
  readonly findings: GetFindingGroupResponse['Findings'];
}

/** Entities with the findings that they are involved in. */
export function involved(group: GetFindingGroupResponse): Involved[] {
  const findings = new Map(group.Findings.map((it) => [it.FindingId, it]));
  const nodes = new Map(group.Nodes.map((it) => [it.NodeId, it]));
  const byEntity = new Map<string, Involved['findings']>();
  for (const edge of group.Edges) {
    const entity = nodes.get(edge.To);
    const finding = findings.get(nodes.get(edge.From)?.FindingId ?? '');
    if (entity?.EntityId === undefined || finding === undefined) continue;
    const key = `${entity.EntityType} ${entity.EntityId}`;
    byEntity.set(key, [...(byEntity.get(key) ?? []), finding]);
  }
  return group.Entities.map((it) => ({ ...it, findings: byEntity.get(`${it.EntityType} ${it.EntityId}`) ?? [] }));
}

export function columnsOf(scope: Scope): Column<Involved>[] {
  return [
    {
      id: 'entity',
      header: 'Entity',
      cell: (it) => <EntityLink type={it.EntityType} id={it.EntityId} name={it.Name} params={paramsOfScope(scope)} />,
      value: (it) => it.Name ?? it.EntityId,
      minWidth: 240,
    },
    { id: 'type', header: 'Type', cell: (it) => typeName(it.EntityType), value: (it) => typeName(it.EntityType), width: 160 },
    { id: 'category', header: 'Category', cell: (it) => it.Category, value: (it) => it.Category, width: 120 },
    {
      id: 'findings',
      header: 'Findings',
      cell: (it) => (
        <Popover
          header="Involved in"
          size="large"
          dismissAriaLabel="Close"
          content={
            <ul className="gg-moments">
              {it.findings.slice(0, 20).map((finding) => (
                <li key={finding.FindingId}>
                  <Severity of={finding.Severity} /> <FindingLink id={finding.FindingId} title={finding.Title} />
                </li>
              ))}
              {it.findings.length > 20 && <li>and {it.findings.length - 20} more</li>}
            </ul>
          }
        >
          {it.FindingCount}
        </Popover>
      ),
      value: (it) => it.FindingCount,
      width: 110,
    },
    {
      id: 'strength',
      header: 'Strength of the link',
      cell: (it) => (it.Strength === undefined ? 'None: it is in too many findings' : `${Math.round(it.Strength * 100)} %`),
      value: (it) => (it.Strength === undefined ? undefined : Math.round(it.Strength * 100)),
      minWidth: 150,
    },
    {
      id: 'actions',
      header: 'Actions',
      cell: (it) => (isInvestigable(it.EntityType) ? <Investigate type={it.EntityType} id={it.EntityId} scope={scope} variant="inline-link" /> : null),
      minWidth: 160,
    },
  ];
}

export function Entities({ group, scope }: { group: GetFindingGroupResponse; scope: Scope }) {
  const rows = useMemo(() => involved(group), [group]);
  const columns = useMemo(() => columnsOf(scope), [scope]);
  return (
    <DataTable
      rows={rows}
      columns={columns}
      label="Involved entities"
      noun="participant"
      sortedBy={{ id: 'findings', descending: true }}
      header={<CopyAs page="FindingGroup" panel="Entities" csv={() => csvRows(columns, rows)} />}
    />
  );
}
