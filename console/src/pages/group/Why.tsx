// What joins the findings: no more than is needed to join all of them, the strongest.

import { useMemo } from 'react';

import type { FindingGroupEdge, FindingSummary, GetFindingGroupResponse } from '../../api/behavior.gen';
import { type Column, DataTable } from '../../components/DataTable';
import { FindingLink } from '../../components/EntityLink';
import { Sentence } from '../../components/Sentence';
import { Empty } from '../../components/States';

interface Join {
  readonly one: FindingSummary | undefined;
  readonly other: FindingSummary | undefined;
  readonly link: FindingGroupEdge;
}

function joinsOf(group: GetFindingGroupResponse): Join[] {
  const findings = new Map(group.Findings.map((it) => [it.FindingId, it]));
  const byNode = new Map(group.Nodes.map((it) => [it.NodeId, findings.get(it.FindingId ?? '')]));
  return group.Links.map((link) => ({ one: byNode.get(link.From), other: byNode.get(link.To), link }));
}

const named = (it: FindingSummary | undefined) => (it === undefined ? '' : <FindingLink id={it.FindingId} title={it.Title} />);

const COLUMNS: readonly Column<Join>[] = [
  { id: 'one', header: 'Finding', cell: (it) => named(it.one), value: (it) => it.one?.Title, minWidth: 240 },
  { id: 'other', header: 'Joined with', cell: (it) => named(it.other), value: (it) => it.other?.Title, minWidth: 240 },
  { id: 'strength', header: 'Strength', cell: (it) => `${Math.round(it.link.Weight * 100)} %`, value: (it) => Math.round(it.link.Weight * 100), width: 110 },
  {
    id: 'why',
    header: 'Why',
    cell: (it) => <Sentence length={1000}>{it.link.Explanation.Sentence}</Sentence>,
    value: (it) => it.link.Explanation.Sentence,
    minWidth: 300,
  },
];

export function Why({ group }: { group: GetFindingGroupResponse }) {
  const rows = useMemo(() => joinsOf(group), [group]);
  return (
    <DataTable
      rows={rows}
      columns={COLUMNS}
      label="What joins the findings"
      noun="join"
      sortedBy={{ id: 'strength', descending: true }}
      empty={<Empty title="One finding">There is nothing to join.</Empty>}
    />
  );
}
