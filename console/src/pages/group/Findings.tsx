// What was found: the same as the picture has, as a table.

import type { FindingSummary, GetFindingGroupResponse } from '../../api/behavior.gen';
import { CopyAs } from '../../components/CopyAs';
import { type Column, csvRows, DataTable } from '../../components/DataTable';
import { AccountLink, FindingLink } from '../../components/EntityLink';
import { SafeText } from '../../components/SafeText';
import { Severity, SEVERITIES } from '../../components/Severity';
import { Time } from '../../components/Time';
import { PROVIDER_WORDS } from '../../format/words';

/** Evidence is of no product. */
const sourceName = (it: FindingSummary): string => (it.Provider === 'DETECTIVE' ? undefined : it.ProductName) ?? PROVIDER_WORDS[it.Provider];

const COLUMNS: readonly Column<FindingSummary>[] = [
  {
    id: 'severity',
    header: 'Severity',
    cell: (it) => <Severity of={it.Severity} />,
    value: (it) => SEVERITIES.length - SEVERITIES.indexOf(it.Severity),
    width: 120,
  },
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
  {
    id: 'source',
    header: 'Source',
    cell: (it) => <SafeText length={40}>{sourceName(it)}</SafeText>,
    value: sourceName,
    width: 130,
  },
  { id: 'entities', header: 'Entities', cell: (it) => it.EntityCount, value: (it) => it.EntityCount, isNumber: true, width: 100 },
  { id: 'account', header: 'Account', cell: (it) => <AccountLink id={it.AccountId} />, value: (it) => it.AccountId, width: 140 },
  { id: 'first', header: 'First observed', cell: (it) => <Time of={it.FirstSeen} />, value: (it) => it.FirstSeen, minWidth: 140 },
  { id: 'last', header: 'Last observed', cell: (it) => <Time of={it.LastSeen} />, value: (it) => it.LastSeen, minWidth: 140 },
];

export function Findings({ group }: { group: GetFindingGroupResponse }) {
  return (
    <DataTable
      rows={group.Findings}
      columns={COLUMNS}
      label="Involved findings"
      noun="finding"
      sortedBy={{ id: 'severity', descending: true }}
      header={<CopyAs page="FindingGroup" panel="Findings" csv={() => csvRows(COLUMNS, group.Findings)} />}
    />
  );
}
