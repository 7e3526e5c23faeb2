import Container from '@cloudscape-design/components/container';
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';

import { useDetective } from '../../api/hooks';
import { Time } from '../../components/Time';
import { type GraphChoice, useAccess } from '../../state/graph';

function Copied({ text, what }: { text: string; what: string }) {
  return <CopyToClipboard variant="inline" textToCopy={text} copyButtonAriaLabel={`Copy ${what}`} copySuccessText={`${what} copied`} copyErrorText="It could not be copied" />;
}

export function General({ own }: { own: GraphChoice | undefined }) {
  const { session, account } = useAccess();
  const graphs = useDetective('ListGraphs', {});
  const created = graphs.data?.GraphList?.find((it) => it.Arn === own?.arn)?.CreatedTime;
  return (
    <Container header={<Header variant="h2">General</Header>}>
      <KeyValuePairs
        columns={3}
        items={[
          ...(own ? [{ label: 'ARN of the graph', value: <Copied text={own.arn} what="ARN" /> }] : []),
          { label: 'Account', value: <Copied text={account} what="Account id" /> },
          { label: 'Region', value: session.Region },
          ...(created === undefined ? [] : [{ label: 'Taking in logs since', value: <Time of={created} /> }]),
          { label: 'Endpoint', value: <Copied text={session.Endpoint} what="Endpoint" /> },
          { label: 'Gumshoe', value: `${session.Version}, ${session.Mode === 'LOCAL' ? 'on this machine' : 'a deployment, asked with your credentials'}` },
        ]}
      />
    </Container>
  );
}
