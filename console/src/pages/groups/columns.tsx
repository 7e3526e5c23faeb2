// The columns of the list of finding groups. User Guide, "Understanding the finding groups page".

import Box from '@cloudscape-design/components/box';
import StatusIndicator from '@cloudscape-design/components/status-indicator';

import type { FindingGroupSummary } from '../../api/behavior.gen';
import { severityColumn } from '../../components/columns';
import type { Column } from '../../components/DataTable';
import { AccountLink, FindingGroupLink } from '../../components/EntityLink';
import { Time } from '../../components/Time';
import { counted } from '../../format/number';
import { EntityCounts, FindingsBar, findingsText } from '../../group/Counts';
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

export const GROUP_COLUMNS: readonly Column<FindingGroupSummary>[] = [
  severityColumn((it) => it.Severity, { minWidth: 104 }),
  {
    id: 'title',
    header: 'Title',
    cell: (it) => (
      <>
        <FindingGroupLink id={it.GroupId} title={it.Title} />
        <Box variant="small" display="block">
          {it.GroupId} {it.Status === 'INACTIVE' && <StatusIndicator type="stopped">Inactive</StatusIndicator>}
        </Box>
      </>
    ),
    value: (it) => `${it.Title} ${it.GroupId} ${it.Status === 'INACTIVE' ? 'Inactive' : ''}`.trim(),
    minWidth: 150,
  },
  { id: 'tactics', header: 'Tactics', cell: (it) => <TacticsChain tactics={it.Tactics} />, value: (it) => it.Tactics.join(', '), minWidth: 190 },
  { id: 'accounts', header: 'Accounts', cell: (it) => <Accounts ids={it.AccountIds} />, value: (it) => it.AccountIds.join(', '), minWidth: 138 },
  {
    id: 'entities',
    header: 'Entities',
    cell: (it) => <EntityCounts group={it} />,
    value: (it) => it.EntityCount,
    minWidth: 92,
  },
  {
    id: 'findings',
    header: 'Findings',
    cell: (it) => (
      <>
        <FindingsBar group={it} />
        {it.EvidenceCount > 0 && (
          <Box variant="small" display="block">
            and {counted(it.EvidenceCount, 'piece')} of evidence
          </Box>
        )}
      </>
    ),
    value: (it) => it.FindingCount,
    text: findingsText,
    parts: [
      { id: 'findings', header: 'Findings', cell: () => null, value: (it) => it.FindingCount },
      { id: 'evidence', header: 'Evidence', cell: () => null, value: (it) => it.EvidenceCount },
    ],
    minWidth: 130,
  },
  { id: 'lastSeen', header: 'Last observed', cell: (it) => <span className="gc-wrap"><Time of={it.LastSeen} /></span>, value: (it) => it.LastSeen, minWidth: 112 },
];
