// The members of the graph, for its administrator.

import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';

import type { MemberDetail } from '../../api/detective.gen';
import { timeColumn } from '../../components/columns';
import { csvRows, type Column, DataTable } from '../../components/DataTable';
import { CopyAs } from '../../components/CopyAs';
import { AccountLink } from '../../components/EntityLink';
import { SafeText } from '../../components/SafeText';
import { Empty, Problem } from '../../components/States';
import { formatBytes, formatNumber } from '../../format/number';
import { Enable } from './Enable';
import { Invite } from './Invite';
import { Remove } from './Remove';
import { isOfTab, meaningOf, TABS, type Tab, typeWords, volumeOf } from './status';
import { Status } from './Status';
import { useMembers } from './useMembers';

const NONE = <span className="gs-none">–</span>;

const idOf = (it: MemberDetail): string => it.AccountId ?? '';

const COLUMNS: readonly Column<MemberDetail>[] = [
  { id: 'account', header: 'Account', minWidth: 155, cell: (it) => <AccountLink id={idOf(it)} />, value: idOf },
  { id: 'status', header: 'Status', minWidth: 172, cell: (it) => <Status member={it} />, value: (it) => meaningOf(it).label },
  { id: 'type', header: 'Type', minWidth: 125, cell: typeWords, value: typeWords },
  {
    id: 'email',
    header: 'E-mail address',
    minWidth: 175,
    cell: (it) => (it.EmailAddress === undefined ? NONE : <SafeText length={64}>{it.EmailAddress}</SafeText>),
    value: (it) => it.EmailAddress,
  },
  {
    id: 'volume',
    header: 'Volume a day',
    isNumber: true,
    minWidth: 120,
    cell: (it) => {
      const volume = volumeOf(it);
      if (volume === undefined) return NONE;
      const share = it.PercentOfGraphUtilization;
      return share === undefined ? formatBytes(volume) : `${formatBytes(volume)}, ${formatNumber(share)} % of the most`;
    },
    value: volumeOf,
  },
  timeColumn('changed', 'Since', (it) => it.UpdatedTime),
];

const TAB_NAMES: Readonly<Record<Tab, string>> = { all: 'All', enabled: 'Enabled', notEnabled: 'Not enabled' };

export function Members({ graphArn }: { graphArn: string }) {
  const answer = useMembers(graphArn);
  const [tab, setTab] = useState<Tab>('all');
  const [ticked, setTicked] = useState<readonly string[]>([]);
  const [isInviting, setInviting] = useState(false);
  if (answer.error && !answer.data) return <Problem error={answer.error} retry={() => void answer.refetch()} what="The members could not be loaded" />;
  const members = answer.data ?? [];
  const rows = members.filter((it) => isOfTab(it, tab));
  const chosen = rows.filter((it) => ticked.includes(idOf(it)));
  const invite = (
    <Button variant="primary" onClick={() => setInviting(true)}>
      Invite accounts
    </Button>
  );
  return (
    <>
      <DataTable
        rows={rows}
        columns={COLUMNS}
        label="Members"
        noun="account"
        variant="container"
        loading={answer.isPending}
        trackBy={idOf}
        ticked={chosen}
        onTick={(next) => setTicked(next.map(idOf))}
        header={
          <Header
            counter={chosen.length > 0 ? `(${chosen.length}/${members.length})` : `(${members.length})`}
            actions={
              <SpaceBetween direction="horizontal" size="xs" alignItems="center">
                <SegmentedControl
                  selectedId={tab}
                  label="Which members"
                  options={TABS.map((id) => ({ id, text: `${TAB_NAMES[id]} (${members.filter((it) => isOfTab(it, id)).length})` }))}
                  onChange={({ detail }) => setTab(TABS.find((it) => it === detail.selectedId) ?? 'all')}
                />
                <Button iconName="refresh" ariaLabel="Load again" loading={answer.isFetching} onClick={() => void answer.refetch()} />
                <Enable graphArn={graphArn} members={chosen} />
                <Remove graphArn={graphArn} members={chosen} onDone={() => setTicked([])} />
                {invite}
                <CopyAs page="accounts" panel="members" csv={() => csvRows(COLUMNS, rows)} />
              </SpaceBetween>
            }
          >
            Members
          </Header>
        }
        empty={
          members.length === 0 ? (
            <Empty title="No members" action={invite}>
              Only the logs of this account feed the graph. Invite the accounts that it should see, too.
            </Empty>
          ) : (
            <Empty title={tab === 'enabled' ? 'No member is enabled' : 'All members are enabled'}>There are others under All.</Empty>
          )
        }
      />
      {isInviting && <Invite graphArn={graphArn} members={members} onClose={() => setInviting(false)} />}
    </>
  );
}
