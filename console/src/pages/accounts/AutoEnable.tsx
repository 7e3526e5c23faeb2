// Whether accounts that join the organization feed its graph by themselves.

import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Toggle from '@cloudscape-design/components/toggle';
import { useQueryClient } from '@tanstack/react-query';

import { useDetective, useDetectiveChange } from '../../api/hooks';
import { useFlash } from '../../state/flash';

/** Nothing where the graph is not the organization's, which the API answers with an error. */
export function AutoEnable({ graphArn }: { graphArn: string }) {
  const answer = useDetective('DescribeOrganizationConfiguration', { GraphArn: graphArn });
  const change = useDetectiveChange('UpdateOrganizationConfiguration');
  const client = useQueryClient();
  const flash = useFlash();
  if (answer.data === undefined) return null;
  const isOn = answer.data.AutoEnable === true;
  return (
    <Container
      header={
        <Header variant="h2" description="This is the graph of the organization: its accounts become members without an invitation.">
          Organization
        </Header>
      }
    >
      <Toggle
        checked={isOn}
        disabled={change.isPending}
        description="Only those that join from now on. Enable the others with Invite accounts: they need no e-mail address. Switching it off removes nobody."
        onChange={({ detail }) =>
          change.mutate(
            { GraphArn: graphArn, AutoEnable: detail.checked },
            {
              onSuccess: () => flash.success(detail.checked ? 'New accounts of the organization are enabled by themselves.' : 'New accounts of the organization wait to be enabled.'),
              onError: (error) => flash.problem('It was not changed', error),
              onSettled: () => void client.invalidateQueries({ queryKey: ['DescribeOrganizationConfiguration'] }),
            },
          )
        }
      >
        Enable accounts that join the organization
      </Toggle>
    </Container>
  );
}
