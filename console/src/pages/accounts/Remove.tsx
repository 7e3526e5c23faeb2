// Ends memberships.

import Button from '@cloudscape-design/components/button';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';

import { detective } from '../../api/detective';
import type { MemberDetail } from '../../api/detective.gen';
import { Confirm } from '../../components/Confirm';
import { counted } from '../../format/number';
import { useFlash } from '../../state/flash';
import { batchesOf } from './invitees';
import { useRefresh } from './useMembers';

interface Props {
  readonly graphArn: string;
  readonly members: readonly MemberDetail[];
  readonly onDone: () => void;
}

export function Remove({ graphArn, members, onDone }: Props) {
  const [isAsking, setAsking] = useState(false);
  const flash = useFlash();
  const refresh = useRefresh();
  const accounts = members.flatMap((it) => it.AccountId ?? []);
  const ofOrganization = members.filter((it) => it.InvitationType === 'ORGANIZATION').length;
  const remove = useMutation({
    mutationFn: async () => {
      const unprocessed: string[] = [];
      for (const batch of batchesOf(accounts)) {
        const answer = await detective('DeleteMembers', { GraphArn: graphArn, AccountIds: batch });
        unprocessed.push(...(answer.UnprocessedAccounts ?? []).map((it) => `${it.AccountId ?? ''}: ${it.Reason ?? ''}`));
      }
      return unprocessed;
    },
    onSuccess: (unprocessed) => {
      setAsking(false);
      onDone();
      if (unprocessed.length > 0) flash.problem('Not all were removed', new Error(unprocessed.join(' ')));
      else flash.success(`${counted(accounts.length, 'account')} removed.`);
    },
    onSettled: refresh,
  });
  return (
    <>
      <Button disabled={accounts.length === 0} disabledReason="Choose the accounts to remove" onClick={() => setAsking(true)}>
        Remove
      </Button>
      {isAsking && (
        <Confirm
          title={`Remove ${counted(accounts.length, 'account')}`}
          action="Remove"
          isBusy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate()}
          onCancel={() => {
            remove.reset();
            setAsking(false);
          }}
        >
          <p>Nothing more of them is taken in. What was taken in stays, can be searched, and expires as everything else does.</p>
          <ul className="gs-account-list">
            {accounts.map((it) => (
              <li key={it}>{it}</li>
            ))}
          </ul>
          <p>
            {ofOrganization > 0
              ? 'Those of the organization can be enabled again at any time; others must be invited again.'
              : 'To come back they must be invited again.'}
          </p>
        </Confirm>
      )}
    </>
  );
}
