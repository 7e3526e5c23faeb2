// Ingest status: what arrives, and what does not.

import Button from '@cloudscape-design/components/button';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';

import { useBehavior } from '../../api/hooks';
import { usePage } from '../../app/page';
import { Loading, Problem } from '../../components/States';
import { InfoLink } from '../../state/help';
import { GeolocationPanel } from './GeolocationPanel';
import { INGEST_HELP } from './help';
import './ingest.css';
import { NotTakenIn } from './NotTakenIn';
import { PackagesPanel } from './PackagesPanel';
import { SourcesPanel } from './SourcesPanel';
import { hasWarnings, Warnings } from './Warnings';

const PATH = '/behavior/ingest/get';

export default function IngestPage() {
  usePage('Ingest status');
  // Somebody who waits for logs looks at nothing else.
  const answer = useBehavior(PATH, {}, { refetchInterval: 30_000 });
  const status = answer.data;
  const request = { path: PATH, body: {} };
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          info={<InfoLink help={INGEST_HELP} />}
          description="What was taken in of each kind of log, what was not, and what to do about it."
          actions={<Button iconName="refresh" ariaLabel="Load again" loading={answer.isFetching} onClick={() => void answer.refetch()} />}
        >
          Ingest status
        </Header>
      }
    >
      {answer.error && !status ? (
        <Problem error={answer.error} retry={() => void answer.refetch()} what="The status could not be loaded" />
      ) : status ? (
        <SpaceBetween size="l">
          {hasWarnings(status) && <Warnings status={status} />}
          <SourcesPanel
            title="Sources"
            guidance="A row for each kind of log, since the graph was made."
            sources={status.Sources}
            bytesPerDay={status.BytesPerDay}
            request={request}
          />
          <NotTakenIn sources={status.Sources} request={request} />
          <PackagesPanel packages={status.Packages} />
          <GeolocationPanel geolocation={status.Geolocation} />
          {status.Unattributed.some((it) => it.LastIngestTime !== undefined) && (
            <NotTakenIn
              sources={status.Unattributed}
              title="Of no graph"
              guidance="Objects of the deployment whose account feeds no graph, or that say nothing of their account."
              request={request}
            />
          )}
        </SpaceBetween>
      ) : (
        <Waiting />
      )}
    </ContentLayout>
  );
}

/** A component of its own: React would take the places of these for those of the panels, which the browser sees move. */
function Waiting() {
  return (
    <SpaceBetween size="l">
      <Loading height={330} label="Loading the status" />
      <Loading height={240} />
      <Loading height={180} />
    </SpaceBetween>
  );
}
