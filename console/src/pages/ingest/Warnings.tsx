// What somebody should look at, before everything else.

import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';

import type { GetIngestStatusResponse } from '../../api/behavior.gen';
import { hrefTo } from '../../app/location';
import { AccountLink } from '../../components/EntityLink';
import { SafeText } from '../../components/SafeText';
import { Time } from '../../components/Time';
import { formatBytes } from '../../format/number';

const TERABYTE = 1e12;

/** User Guide, "Regions and quotas": a warning above 9 TB a day, no new members above 10, no ingest above 15. */
function VolumeWarning({ bytes }: { bytes: number | undefined }) {
  if (bytes === undefined || bytes <= 9 * TERABYTE) return null;
  return (
    <Alert type="warning" header={bytes > 10 * TERABYTE ? 'The graph is full' : 'The graph is nearly full'} action={<Button href={hrefTo(['usage'])}>Usage</Button>}>
      Its accounts give it {formatBytes(bytes)} a day. Above 10 TB no member can be enabled, above 15 TB nothing is taken in. See who gives so much.
    </Alert>
  );
}

/** Whether there is anything to look at. */
export function hasWarnings(status: GetIngestStatusResponse): boolean {
  return (
    status.Suspension !== undefined ||
    status.Warnings.length > 0 ||
    status.Geolocation.Message !== undefined ||
    (status.BytesPerDay ?? 0) > 9 * TERABYTE ||
    status.Sources.every((it) => it.LastIngestTime === undefined)
  );
}

export function Warnings({ status }: { status: GetIngestStatusResponse }) {
  const { Suspension: suspension, Warnings: warnings, Geolocation: geolocation } = status;
  const nothing = status.Sources.every((it) => it.LastIngestTime === undefined);
  return (
    <SpaceBetween size="xs">
      {suspension && suspension.EndTime === undefined && (
        <Alert type="error" header="Ingest is suspended">
          The graph got more than 15 TB on one day, and takes in nothing since <Time of={suspension.StartTime} />. What it holds can be used as
          before. Find out who gives so much, remove members if need be; then an operator lifts the suspension, as docs/operations.md tells.
        </Alert>
      )}
      {suspension?.EndTime !== undefined && (
        <Alert type="warning" header="Ingest was suspended">
          From <Time of={suspension.StartTime} /> to <Time of={suspension.EndTime} /> nothing was taken in, and nothing of it will be.
        </Alert>
      )}
      <VolumeWarning bytes={status.BytesPerDay} />
      {warnings.map((it) => (
        <Alert key={`${it.Reason} ${it.AccountId}`} type="warning" header="Several trails deliver the same events">
          Those of account <AccountLink id={it.AccountId} /> count several times, last on <Time of={it.LastSeen} />. Leave one trail that logs to a
          bucket of this deployment; the trails are{' '}
          {it.Trails.map((trail, index) => (
            <span key={trail}>
              {index > 0 && ', '}
              <SafeText>{trail}</SafeText>
            </span>
          ))}
          .
        </Alert>
      ))}
      {geolocation.Message !== undefined && (
        <Alert type="warning" header="Nobody knows where addresses are">
          <SafeText length={400}>{geolocation.Message}</SafeText>
        </Alert>
      )}
      {nothing && (
        <Alert type="info" header="Nothing was taken in yet">
          Logs are taken in from when the graph was made, some minutes after what they tell of. <code>gumshoe backfill s3://bucket/AWSLogs/</code>{' '}
          takes in what is in a bucket already; docs/deploy.md tells how sources deliver.
        </Alert>
      )}
    </SpaceBetween>
  );
}
