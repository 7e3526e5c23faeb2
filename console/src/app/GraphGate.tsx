// Pages are about a graph, and only its administrator looks into it. Without one there is a page to make it.

import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { detective } from '../api/detective';
import { asProblem } from '../api/problem';
import { Loading, Problem } from '../components/States';
import { useFlash } from '../state/flash';
import { useAccess, useAccessState } from '../state/graph';
import { hrefTo } from './location';
import { usePage } from './page';

export function GraphGate({ forMembers, children }: { forMembers: boolean; children: ReactNode }) {
  const access = useAccessState();
  switch (access.status) {
    case 'loading':
      return <Loading height={480} label="Asking for the graph" />;
    case 'failed':
      return <Problem error={access.problem} retry={access.retry} what="The graph could not be asked for" />;
    case 'ready':
      if (!forMembers && access.graph === undefined) return <Enable />;
      if (!forMembers && access.graph?.isAdministrator === false) return <OfAdministrator administrator={access.graph.administrator} />;
      // What is on a page of one graph means nothing on that of another, nor what one account sees to another.
      return <div key={`${access.account} ${access.graph?.arn}`}>{children}</div>;
  }
}

/** User Guide, "Available actions for accounts": members see no data of the graph, not even their own. */
function OfAdministrator({ administrator }: { administrator: string }) {
  usePage('Not for members');
  const { account } = useAccess();
  return (
    <Container header={<Header variant="h1">Account {administrator} looks into this graph</Header>}>
      <SpaceBetween size="m">
        <Box variant="p">
          Account {account} is a member: its logs feed the graph that {administrator} administers, and only the administrator sees what
          is in it. Use credentials of that account, or of a role of it that you may assume.
        </Box>
        <SpaceBetween direction="horizontal" size="m">
          <Link href={hrefTo(['accounts'])}>My administrator accounts</Link>
          <Link href={hrefTo(['usage'])}>What this account gives</Link>
        </SpaceBetween>
      </SpaceBetween>
    </Container>
  );
}

/** What a graph held is deleted after the graph itself; until then the account gets no other. Asked every 3 seconds for 2 minutes. */
const DELETION = { attempts: 40, pause: 3000 } as const;

function Enable() {
  usePage('Get started');
  const { account, reload } = useAccess();
  const flash = useFlash();
  const create = useMutation({
    mutationFn: () => detective('CreateGraph', {}),
    retry: (attempts, error) => asProblem(error).kind === 'ConflictException' && attempts < DELETION.attempts,
    retryDelay: DELETION.pause,
    onSuccess: () => {
      flash.success('The graph was made. Logs that arrive from now on are taken in.');
      reload();
    },
    onError: (error) => flash.problem('The graph was not made', error),
  });
  return (
    <Container header={<Header variant="h1">Get started</Header>}>
      <SpaceBetween size="m">
        <Box variant="p">
          Account {account} has no behavior graph, and is no enabled member of another&apos;s. A graph takes in CloudTrail, VPC flow
          logs, findings and EKS audit logs of the account and of its members, and shows what they did and what is unusual.
        </Box>
        <Alert type="info" header="Which account?">
          Choose the account that administers GuardDuty and Security Hub, too: pivots between them then need no other credentials.
        </Alert>
        {create.isPending && create.failureCount > 0 && (
          <StatusIndicator type="in-progress">The previous graph is still being deleted; the new one is made as soon as it is gone.</StatusIndicator>
        )}
        <SpaceBetween direction="horizontal" size="m" alignItems="center">
          <Button variant="primary" loading={create.isPending} onClick={() => create.mutate()}>
            Make a graph
          </Button>
          <Link href={hrefTo(['accounts'])}>Was this account invited to another&apos;s?</Link>
        </SpaceBetween>
      </SpaceBetween>
    </Container>
  );
}
