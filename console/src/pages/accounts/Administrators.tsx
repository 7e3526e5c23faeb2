// The graphs that this account is invited to or feeds: what a member sees.

import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useMutation } from '@tanstack/react-query';
import { useMemo, useState } from 'react';

import { detective } from '../../api/detective';
import type { MemberDetail } from '../../api/detective.gen';
import { Confirm } from '../../components/Confirm';
import { type Column, DataTable } from '../../components/DataTable';
import { Empty, Problem } from '../../components/States';
import { Time } from '../../components/Time';
import { formatBytes } from '../../format/number';
import { useFlash } from '../../state/flash';
import { useAccess } from '../../state/graph';
import { meaningOf, statusOf, typeWords, volumeOf } from './status';
import { Status } from './Status';
import { useInvitations, useRefresh } from './useMembers';

type Deed = 'AcceptInvitation' | 'RejectInvitation' | 'DisassociateMembership';

interface Asked {
  readonly deed: Deed;
  readonly of: MemberDetail;
}

const administratorOf = (it: MemberDetail): string => it.AdministratorId ?? it.GraphArn?.split(':')[4] ?? '';

const DEEDS: Readonly<Record<Deed, { title: string; action: string; done: string; text: (administrator: string) => string }>> = {
  AcceptInvitation: {
    title: 'Accept the invitation',
    action: 'Accept invitation',
    done: 'Accepted. Logs are taken in once there is room.',
    text: (administrator) =>
      `Logs of this account feed the graph of account ${administrator}, which sees what the account does. This account sees nothing of the graph, and can leave it at any time.`,
  },
  RejectInvitation: {
    title: 'Decline the invitation',
    action: 'Decline',
    done: 'Declined.',
    text: (administrator) => `The invitation is removed for both sides. Account ${administrator} may invite this account again.`,
  },
  DisassociateMembership: {
    title: 'Leave the graph',
    action: 'Leave',
    done: 'This account left the graph.',
    text: (administrator) =>
      `Nothing more of this account is taken in. What was taken in stays with account ${administrator}. To come back, this account must be invited again.`,
  },
};

/** What the account may do: accept or decline an open invitation, leave by itself where nobody else put it in. */
function deedsOf(it: MemberDetail): readonly Deed[] {
  if (it.InvitationType === 'ORGANIZATION') return [];
  if (statusOf(it) === 'INVITED') return ['AcceptInvitation', 'RejectInvitation'];
  return statusOf(it) === 'ENABLED' ? ['DisassociateMembership'] : [];
}

function columnsOf(ask: (asked: Asked) => void): Column<MemberDetail>[] {
  return [
    { id: 'administrator', header: 'Administrator account', minWidth: 150, cell: administratorOf, value: administratorOf },
    { id: 'status', header: 'Status', minWidth: 130, cell: (it) => <Status member={it} forMember />, value: (it) => meaningOf(it).label },
    {
      id: 'deeds',
      header: 'What to do',
      minWidth: 320,
      cell: (it) => {
        const deeds = deedsOf(it);
        if (deeds.length === 0) return <span className="gs-none">{it.InvitationType === 'ORGANIZATION' ? 'The organization decides' : 'Only the administrator can'}</span>;
        return (
          <SpaceBetween direction="horizontal" size="xs">
            {deeds.map((deed) => (
              <Button
                key={deed}
                variant={deed === 'AcceptInvitation' ? 'primary' : 'normal'}
                ariaLabel={`${DEEDS[deed].action}: account ${administratorOf(it)}`}
                onClick={() => ask({ deed, of: it })}
              >
                {DEEDS[deed].action}
              </Button>
            ))}
          </SpaceBetween>
        );
      },
    },
    { id: 'type', header: 'Type', minWidth: 140, cell: typeWords, value: typeWords },
    { id: 'invited', header: 'Invited', minWidth: 165, cell: (it) => (it.InvitedTime === undefined ? '–' : <Time of={it.InvitedTime} />), value: (it) => it.InvitedTime },
    { id: 'since', header: 'Since', minWidth: 165, cell: (it) => (it.UpdatedTime === undefined ? '–' : <Time of={it.UpdatedTime} />), value: (it) => it.UpdatedTime },
    {
      id: 'volume',
      header: 'Volume a day',
      isNumber: true,
      minWidth: 120,
      cell: (it) => {
        const volume = volumeOf(it);
        return volume === undefined ? <span className="gs-none">–</span> : formatBytes(volume);
      },
      value: volumeOf,
    },
  ];
}

export function Administrators() {
  const answer = useInvitations();
  const { account, reload } = useAccess();
  const [asked, ask] = useState<Asked>();
  const columns = useMemo(() => columnsOf(ask), []);
  if (answer.error && !answer.data) return <Problem error={answer.error} retry={() => void answer.refetch()} what="Invitations could not be loaded" />;
  const rows = answer.data ?? [];
  return (
    <>
      <DataTable
        rows={rows}
        columns={columns}
        label="My administrator accounts"
        noun="invitation"
        variant="container"
        loading={answer.isPending}
        header={
          <Header
            counter={`(${rows.length})`}
            description="Accounts that administer a graph which this account feeds, or was asked to feed."
            actions={
              <Button
                iconName="refresh"
                ariaLabel="Load again"
                loading={answer.isFetching}
                onClick={() => {
                  void answer.refetch();
                  reload();
                }}
              />
            }
          >
            My administrator accounts
          </Header>
        }
        empty={
          <Empty title="No invitations">
            Nobody asked account {account} to feed a graph. An administrator invites it by its id and the e-mail address of its root user.
          </Empty>
        }
      />
      {asked && <Sure key={asked.deed} asked={asked} onClose={() => ask(undefined)} />}
    </>
  );
}

function Sure({ asked, onClose }: { asked: Asked; onClose: () => void }) {
  const flash = useFlash();
  const refresh = useRefresh();
  const { reload } = useAccess();
  const { title, action, done, text } = DEEDS[asked.deed];
  const change = useMutation({
    mutationFn: () => detective(asked.deed, { GraphArn: asked.of.GraphArn ?? '' }),
    onSuccess: () => {
      flash.success(done);
      onClose();
      // Which graphs there are to look at may be others now.
      reload();
    },
    onSettled: refresh,
  });
  return (
    <Confirm title={title} action={action} isBusy={change.isPending} error={change.error} onConfirm={() => change.mutate()} onCancel={onClose}>
      {text(administratorOf(asked.of))}
    </Confirm>
  );
}
