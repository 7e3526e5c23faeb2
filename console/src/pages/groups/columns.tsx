// The columns of the list of finding groups. User Guide, "Understanding the finding groups page".

import Box from '@cloudscape-design/components/box';
import StatusIndicator from '@cloudscape-design/components/status-indicator';

import type { FindingGroupSummary } from '../../api/behavior.gen';
import type { Column } from '../../components/DataTable';
import { AccountLink, FindingGroupLink } from '../../components/EntityLink';
import { Severity, SEVERITIES } from '../../components/Severity';
import { Time } from '../../components/Time';
import { formatNumber } from '../../format/number';
import { categoriesText, FindingsBar } from '../../group/Counts';
import { TacticsChain } from '../../group/TacticsChain';

const MOST_ACCOUNTS = 3;

function Accounts({ ids }: { ids: readonly string[] }) {
  return (
    <>
      {ids.slice(0, MOST_ACCOUNTS).map((id) => (
        <div key={id}>
          <AccountLink id={id} />
        </div>
      ))}
      {ids.length > MOST_ACCOUNTS && <Box variant="small">and {ids.length - MOST_ACCOUNTS} more</Box>}
    </>
  );
}

export function GroupStatus({ of }: { of: FindingGroupSummary['Status'] }) {
  return of === 'ACTIVE' ? <StatusIndicator>Active</StatusIndicator> : <StatusIndicator type="stopped">Inactive</StatusIndicator>;
}

export const GROUP_COLUMNS: readonly Column<FindingGroupSummary>[] = [
  {
    id: 'severity',
    header: 'Severity',
    cell: (it) => <Severity of={it.Severity} />,
    // The worst first when it is sorted downwards.
    value: (it) => SEVERITIES.length - SEVERITIES.indexOf(it.Severity),
    width: 110,
  },
  {
    id: 'title',
    header: 'Title',
    cell: (it) => (
      <>
        <FindingGroupLink id={it.GroupId} title={it.Title} />
        <Box variant="small" display="block">
          {it.GroupId}
        </Box>
      </>
    ),
    value: (it) => `${it.Title} ${it.GroupId}`,
    minWidth: 260,
  },
  { id: 'tactics', header: 'Tactics', cell: (it) => <TacticsChain tactics={it.Tactics} />, value: (it) => it.Tactics.join(', '), minWidth: 250 },
  { id: 'accounts', header: 'Accounts', cell: (it) => <Accounts ids={it.AccountIds} />, value: (it) => it.AccountIds.join(', '), width: 140 },
  {
    id: 'entities',
    header: 'Entities',
    cell: (it) => (
      <>
        {formatNumber(it.EntityCount)}
        <Box variant="small" display="block">
          {categoriesText(it)}
        </Box>
      </>
    ),
    value: (it) => it.EntityCount,
    minWidth: 130,
  },
  { id: 'findings', header: 'Findings', cell: (it) => <FindingsBar group={it} />, value: (it) => it.FindingCount + it.EvidenceCount, minWidth: 140 },
  { id: 'lastSeen', header: 'Last observed', cell: (it) => <Time of={it.LastSeen} />, value: (it) => it.LastSeen, minWidth: 130 },
  { id: 'status', header: 'Status', cell: (it) => <GroupStatus of={it.Status} />, value: (it) => it.Status, width: 100 },
];
