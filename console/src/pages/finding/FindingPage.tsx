// The overview of a finding. User Guide, "Analyzing a finding overview in Detective": related entities on the left, what the
// provider wrote on the right; its scope time is from the first to the last observation.

import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';

import '../../group/chain.css';
import '../../finding/finding.css';
import type { GetFindingResponse } from '../../api/behavior.gen';
import { useBehavior } from '../../api/hooks';
import { hrefTo, navigate } from '../../app/location';
import { usePage } from '../../app/page';
import type { PageProps } from '../../app/routes';
import { Loading, Problem } from '../../components/States';
import { findingGroupHref } from '../../entities/links';
import { Facts } from '../../finding/Facts';
import { snapped } from '../../scope/scope';
import { FindingHeader } from './FindingHeader';
import { RelatedEntities } from './RelatedEntities';

export default function FindingPage({ params }: PageProps) {
  const { id = '' } = params;
  const answer = useBehavior('/behavior/findings/get', { FindingId: id });
  usePage(answer.data?.Finding.Title ?? 'Finding', [{ text: 'Finding groups', href: hrefTo(['findingGroups']) }]);
  if (answer.error && answer.data === undefined) {
    return <Problem error={answer.error} what="This finding could not be loaded" retry={() => void answer.refetch()} />;
  }
  if (answer.data === undefined) {
    return (
      <SpaceBetween size="l">
        <Loading height={140} label="Loading the finding" />
        <Loading height={520} />
      </SpaceBetween>
    );
  }
  return <Loaded key={id} answer={answer.data} reload={() => void answer.refetch()} />;
}

function Loaded({ answer, reload }: { answer: GetFindingResponse; reload: () => void }) {
  const { Finding: finding } = answer;
  const group = finding.FindingGroupId;
  const scope = snapped(Date.parse(finding.FirstSeen), Date.parse(finding.LastSeen) + 1);
  return (
    <SpaceBetween size="l">
      <FindingHeader finding={finding} scope={scope} reload={reload} />
      {group !== undefined && (
        <Alert
          type="info"
          action={
            <Button href={findingGroupHref(group)} onFollow={(event) => { event.preventDefault(); navigate(findingGroupHref(group)); }}>
              Go to finding group
            </Button>
          }
        >
          This finding belongs to a group: others have somebody in common with it at about the same time.
        </Alert>
      )}
      <div className="gf-columns">
        <RelatedEntities finding={finding} scope={scope} />
        <Container header={<Header variant="h2">Details</Header>}>
          <Facts finding={finding} record={answer.Record} />
        </Container>
      </div>
    </SpaceBetween>
  );
}
