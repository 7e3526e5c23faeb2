// Invites accounts: typed one by one, or from a file.

import Alert from '@cloudscape-design/components/alert';
import Checkbox from '@cloudscape-design/components/checkbox';
import FormField from '@cloudscape-design/components/form-field';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Tabs from '@cloudscape-design/components/tabs';
import Textarea from '@cloudscape-design/components/textarea';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';

import { detective } from '../../api/detective';
import type { Account, MemberDetail } from '../../api/detective.gen';
import { Dialog } from '../../components/Dialog';
import { SafeText } from '../../components/SafeText';
import { useDetective } from '../../api/hooks';
import { counted } from '../../format/number';
import { batchesOf, type Invitee, problemOf } from './invitees';
import { InviteFile } from './InviteFile';
import { InviteForm } from './InviteForm';
import { statusOf } from './status';
import { useRefresh } from './useMembers';

interface Props {
  readonly graphArn: string;
  readonly members: readonly MemberDetail[];
  readonly onClose: () => void;
}

interface Outcome {
  readonly taken: number;
  readonly skipped: number;
  readonly refused: readonly { readonly account: string; readonly reason: string }[];
}

const NOBODY: Invitee = { AccountId: '', EmailAddress: '' };

export function Invite({ graphArn, members, onClose }: Props) {
  const [tab, setTab] = useState('form');
  const [typed, setTyped] = useState<readonly Invitee[]>([NOBODY]);
  const [fromFile, setFromFile] = useState<readonly Invitee[]>([]);
  const [message, setMessage] = useState('');
  const [isQuiet, setQuiet] = useState(false);
  const [isTried, setTried] = useState(false);
  const refresh = useRefresh();
  // Accounts of the organization need no address in its graph; which are, the server knows.
  const organization = useDetective('DescribeOrganizationConfiguration', { GraphArn: graphArn });
  const needsEmail = organization.data === undefined;
  const invitees = tab === 'form' ? typed.filter((it) => it.AccountId !== '' || it.EmailAddress !== '') : fromFile;
  const isSound = invitees.length > 0 && invitees.every((it) => problemOf(it, needsEmail) === undefined);

  const invite = useMutation({
    mutationFn: async (): Promise<Outcome> => {
      // One whose verification failed is verified anew. User Guide, "Inviting a list of member accounts".
      const present = new Set(members.filter((it) => statusOf(it) !== 'VERIFICATION_FAILED').map((it) => it.AccountId));
      const wanted = invitees.filter((it) => !present.has(it.AccountId));
      const refused: { account: string; reason: string }[] = [];
      for (const batch of batchesOf(wanted)) {
        const answer = await detective('CreateMembers', {
          GraphArn: graphArn,
          DisableEmailNotification: isQuiet,
          ...(message === '' ? {} : { Message: message }),
          // The model wants an address of all; of the organization's accounts nobody asks for one.
          Accounts: batch.map((it) => (it.EmailAddress === '' ? { AccountId: it.AccountId } : it)) as Account[],
        });
        refused.push(...(answer.UnprocessedAccounts ?? []).map((it) => ({ account: it.AccountId ?? '', reason: it.Reason ?? '' })));
      }
      return { taken: wanted.length - refused.length, skipped: invitees.length - wanted.length, refused };
    },
    onSettled: refresh,
  });

  const submit = () => {
    setTried(true);
    if (isSound) invite.mutate();
  };
  return (
    <Dialog
      size="large"
      title="Invite accounts"
      action={invite.data ? undefined : invitees.length > 1 ? `Invite ${counted(invitees.length, 'account')}` : 'Invite'}
      isBusy={invite.isPending}
      error={invite.error}
      problem="Not all were invited"
      onAct={submit}
      onClose={onClose}
    >
      {invite.data ? (
        <Told outcome={invite.data} />
      ) : (
        <SpaceBetween size="m">
          <Tabs
            activeTabId={tab}
            onChange={({ detail }) => setTab(detail.activeTabId)}
            ariaLabel="How to invite"
            tabs={[
              { id: 'form', label: 'One by one', content: <InviteForm invitees={typed} onChange={setTyped} needsEmail={needsEmail} isTried={isTried} /> },
              { id: 'file', label: 'From a CSV file', content: <InviteFile onChange={setFromFile} needsEmail={needsEmail} isTried={isTried} /> },
            ]}
          />
          <FormField label="Message" description="Goes with the invitation." constraintText={`${message.length} of 1,000 characters.`}>
            <Textarea value={message} rows={3} onChange={({ detail }) => setMessage(detail.value.slice(0, 1000))} />
          </FormField>
          <Checkbox checked={isQuiet} onChange={({ detail }) => setQuiet(detail.checked)} description="They see the invitation in their console all the same.">
            Send no e-mail
          </Checkbox>
        </SpaceBetween>
      )}
    </Dialog>
  );
}

function Told({ outcome: { taken, skipped, refused } }: { outcome: Outcome }) {
  return (
    <SpaceBetween size="m">
      <Alert type={taken > 0 ? 'success' : 'info'}>
        {counted(taken, 'account')} taken. They are verified within seconds; the list tells how far they are.
        {skipped > 0 && ` ${counted(skipped, 'account')} left out, because they are members or were invited already.`}
      </Alert>
      {refused.length > 0 && (
        <Alert type="warning" header={`${counted(refused.length, 'account')} not taken`}>
          <ul className="gs-account-list">
            {refused.map(({ account, reason }) => (
              <li key={account}>
                {account}: <SafeText>{reason}</SafeText>
              </li>
            ))}
          </ul>
        </Alert>
      )}
    </SpaceBetween>
  );
}
