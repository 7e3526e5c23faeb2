// What was found: the same as the picture has, as a table.

import type { FindingSummary, GetFindingGroupResponse } from '../../api/behavior.gen';
import { accountColumn, FINDING_SOURCE, seenColumn, severityColumn } from '../../components/columns';
import { CopyAs } from '../../components/CopyAs';
import { type Column, csvRows, DataTable } from '../../components/DataTable';
import { FindingLink } from '../../components/EntityLink';
import { SafeText } from '../../components/SafeText';

export const FINDING_COLUMNS: readonly Column<FindingSummary>[] = [
  severityColumn((it) => it.Severity, { width: 120 }),
  {
    id: 'title',
    header: 'Finding',
    cell: (it) => (
      <>
        <FindingLink id={it.FindingId} title={it.Title} />
        <div className="gg-moment-tactics">
          <SafeText length={90}>{it.Types[0] ?? ''}</SafeText>
        </div>
      </>
    ),
    value: (it) => `${it.Title} ${it.Types.join(' ')}`,
    minWidth: 300,
  },
  FINDING_SOURCE,
  { id: 'entities', header: 'Entities', cell: (it) => it.EntityCount, value: (it) => it.EntityCount, isNumber: true, width: 100 },
  accountColumn((it) => it.AccountId, { width: 140 }),
  seenColumn((it) => it.FirstSeen, (it) => it.LastSeen, 'observed'),
];

export function Findings({ group }: { group: GetFindingGroupResponse }) {
  return (
    <DataTable
      rows={group.Findings}
      columns={FINDING_COLUMNS}
      label="Involved findings"
      noun="finding"
      sortedBy={{ id: 'severity', descending: true }}
      header={<CopyAs page="FindingGroup" panel="Findings" csv={() => csvRows(FINDING_COLUMNS, group.Findings)} />}
    />
  );
}
