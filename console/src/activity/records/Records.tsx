// The records of one hour and one account, as CloudTrail wrote them, and why some are not there.

import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';

import type { ListSourceRecordsResponse, LogObject, SourceRecord } from '../../api/behavior.gen';
import { useBehaviorPages } from '../../api/hooks';
import { LoadMore } from '../../components/LoadMore';
import { SafeText } from '../../components/SafeText';
import { Empty, Loading, Problem } from '../../components/States';
import { Time } from '../../components/Time';
import { download } from '../../format/csv';
import { counted } from '../../format/number';
import { RECORDS_WORDS } from '../../format/words';
import { type Conditions, membersOf } from '../conditions';
import type { ActivityOf } from '../useActivity';
import { fileName, fileOf, headOf, inOrderOfTime } from './records';

interface Props {
  readonly of: Pick<ActivityOf, 'EntityType' | 'EntityId'>;
  readonly conditions: Conditions;
  /** Milliseconds since 1970. */
  readonly hour: number;
  readonly account: string;
}

export function Records({ of, conditions, hour, account }: Props) {
  const answer = useBehaviorPages('/behavior/activity/records', {
    AccountId: account,
    EntityType: of.EntityType,
    EntityId: of.EntityId,
    StartTime: new Date(hour).toISOString(),
    ...membersOf(conditions),
    MaxResults: 50,
  });
  const pages = answer.data ?? [];
  const [first] = pages;
  // By their places in the answers: one that is open stays open where others come before it.
  const records = inOrderOfTime(pages.flatMap((it) => it.Records).map((it, place) => ({ ...it, place })));
  if (answer.error && first === undefined) return <Problem error={answer.error} retry={() => void answer.refetch()} what="The records could not be loaded" />;
  if (first === undefined) return <Loading label="Reading log objects" />;
  return (
    <SpaceBetween size="s">
      <Header
        variant="h3"
        counter={`(${records.length} of ${first.CallCount})`}
        description={`Account ${account}`}
        actions={
          <Button
            iconName="download"
            disabled={records.length === 0}
            onClick={() => download(fileName(conditions.all, hour), fileOf(records), 'application/json')}
          >
            Download JSON
          </Button>
        }
      >
        Records
      </Header>
      <State of={first} />
      {records.length > 0 ? (
        <div>
          {records.map((it) => (
            <Whole key={it.place} of={it} isOpen={records.length === 1} />
          ))}
        </div>
      ) : (
        first.State === 'AVAILABLE' && (
          <Empty title="No record yet">
            {answer.hasNextPage ? 'None is in the log objects that were read so far: load more.' : 'None of the log objects that are left has such a call.'}
          </Empty>
        )
      )}
      <NotThere title="are gone: they were deleted from the log bucket" objects={pages.flatMap((it) => it.Gone)} />
      <NotThere title="cannot be read" objects={pages.flatMap((it) => it.NotReadable)} />
      <LoadMore of={answer} />
    </SpaceBetween>
  );
}

const NEXT_STEPS: Readonly<Record<Exclude<ListSourceRecordsResponse['State'], 'AVAILABLE' | 'NO_CALLS'>, { header: string; step: string }>> = {
  GONE: { header: RECORDS_WORDS.GONE, step: 'What the graph knows of these calls stays. Where logs are archived elsewhere, look for this hour there.' },
  NOT_READABLE: { header: RECORDS_WORDS.NOT_READABLE, step: 'Whoever administers the log bucket can allow the deployment to list and read it.' },
};

/** Whether there can be records, in the server's sentence. */
function State({ of }: { of: ListSourceRecordsResponse }) {
  if (of.State === 'AVAILABLE' || of.State === 'NO_CALLS') return <Box variant="p">{of.Sentence}</Box>;
  const { header, step } = NEXT_STEPS[of.State];
  return (
    <Alert type="warning" header={header}>
      {of.Sentence} {step}
    </Alert>
  );
}

const placeOf = ({ Bucket, Key }: LogObject): string => (Key === undefined ? Bucket : `s3://${Bucket}/${Key}`);

function NotThere({ title, objects }: { title: string; objects: readonly LogObject[] }) {
  if (objects.length === 0) return null;
  return (
    <ExpandableSection headerText={`${counted(objects.length, 'log object')} ${title}`}>
      <ul>
        {objects.map((it, index) => (
          <li key={index}>
            <SafeText length={300}>{placeOf(it)}</SafeText>
            {it.Reason !== undefined && (
              <>
                {': '}
                <SafeText>{it.Reason}</SafeText>
              </>
            )}
          </li>
        ))}
      </ul>
    </ExpandableSection>
  );
}

/** A record line by line, so that its own line ends are ours and everything else that cannot be seen is shown. */
function Whole({ of, isOpen }: { of: SourceRecord; isOpen: boolean }) {
  const { time, text } = headOf(of.Record);
  return (
    <ExpandableSection
      defaultExpanded={isOpen}
      headerText={
        <>
          <Time of={time} seconds />{' '}
          <SafeText fixed length={160}>
            {text}
          </SafeText>
        </>
      }
    >
      <Box variant="small">
        From <SafeText length={300}>{placeOf(of.Object)}</SafeText>
      </Box>
      <div className="gs-record" role="group" aria-label="The record">
        {JSON.stringify(of.Record, null, 2)
          .split('\n')
          .map((line, index) => (
            <div key={index}>
              <SafeText length={1000}>{line}</SafeText>
            </div>
          ))}
      </div>
    </ExpandableSection>
  );
}
