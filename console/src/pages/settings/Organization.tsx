// The Detective administrator of the organization, for the account that manages it.

import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import type { Administrator } from '../../api/detective.gen';
import { useDetective, useDetectiveChange } from '../../api/hooks';
import { Confirm } from '../../components/Confirm';
import { Loading, Problem } from '../../components/States';
import { Time } from '../../components/Time';
import { useFlash } from '../../state/flash';
import { useAccess } from '../../state/graph';

export function Organization() {
  const answer = useDetective('ListOrganizationAdminAccounts', {});
  if (answer.data) {
    const [administrator] = answer.data.Administrators ?? [];
    return <Frame>{administrator ? <Designated administrator={administrator} /> : <Designate />}</Frame>;
  }
  switch (answer.error?.kind) {
    case undefined:
      return <Loading height={120} label="Asking for the organization" />;
    case 'AccessDeniedException':
      return <Frame>{<Box color="text-body-secondary">This account is in an organization. The account that manages it designates the Detective administrator.</Box>}</Frame>;
    case 'ValidationException':
      return <Frame>{<Box color="text-body-secondary">This account is in no organization that the deployment knows. Members are invited one by one, or from a file.</Box>}</Frame>;
    default:
      return <Problem error={answer.error} retry={() => void answer.refetch()} what="The organization could not be asked for" />;
  }
}

function Frame({ children }: { children: React.ReactNode }) {
  return (
    <Container header={<Header variant="h2" description="Who administers the graph of the organization in this Region.">Delegated administrator</Header>}>
      {children}
    </Container>
  );
}

function useAfter(): (text: string) => void {
  const client = useQueryClient();
  const flash = useFlash();
  const { reload } = useAccess();
  return (text) => {
    flash.success(text);
    void client.invalidateQueries({ queryKey: ['ListOrganizationAdminAccounts'] });
    // The account may have got a graph, or lost it.
    reload();
  };
}

function Designate() {
  const { account: own } = useAccess();
  const [account, setAccount] = useState('');
  const [isTried, setTried] = useState(false);
  const enable = useDetectiveChange('EnableOrganizationAdminAccount');
  const after = useAfter();
  const isSound = /^\d{12}$/.test(account);
  const go = () => {
    setTried(true);
    if (isSound) enable.mutate({ AccountId: account }, { onSuccess: () => after(`Account ${account} administers the graph of the organization.`) });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        go();
      }}
    >
      <SpaceBetween size="m">
        {enable.error && <Problem error={enable.error} what="It was not delegated" />}
        <FormField
          label="Account id"
          description="Best the account that administers GuardDuty and Security Hub. It gets a graph if it has none."
          constraintText={account === own ? 'AWS advises against the account that manages the organization.' : '12 digits.'}
          errorText={isTried && !isSound ? 'An account id has 12 digits.' : undefined}
          secondaryControl={
            <Button formAction="submit" loading={enable.isPending}>
              Delegate
            </Button>
          }
        >
          <Input value={account} inputMode="numeric" autoComplete={false} onChange={({ detail }) => setAccount(detail.value.replaceAll(/[\s-]/g, ''))} />
        </FormField>
      </SpaceBetween>
    </form>
  );
}

function Designated({ administrator }: { administrator: Administrator }) {
  const [isAsking, setAsking] = useState(false);
  const disable = useDetectiveChange('DisableOrganizationAdminAccount');
  const after = useAfter();
  const account = administrator.AccountId ?? '';
  return (
    <SpaceBetween size="m">
      <KeyValuePairs
        columns={3}
        items={[
          { label: 'Account', value: account },
          { label: 'Since', value: administrator.DelegationTime === undefined ? '–' : <Time of={administrator.DelegationTime} /> },
          {
            label: 'Change',
            value: <Button onClick={() => setAsking(true)}>Withdraw</Button>,
          },
        ]}
      />
      {isAsking && (
        <Confirm
          title="Withdraw the delegation"
          action="Withdraw and delete the graph"
          typed="withdraw"
          isBusy={disable.isPending}
          error={disable.error}
          onConfirm={() =>
            disable.mutate(
              {},
              {
                onSuccess: () => {
                  setAsking(false);
                  after(`Account ${account} no longer administers a graph of the organization.`);
                },
              },
            )
          }
          onCancel={() => setAsking(false)}
        >
          The graph of the organization is deleted with everything that it holds, and nothing of its members is taken in. It cannot be undone.
        </Confirm>
      )}
    </SpaceBetween>
  );
}
