// The report of an investigation. User Guide, "Understanding a Detective Investigations report".

import Alert from '@cloudscape-design/components/alert';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useEffect } from 'react';

import '../../group/chain.css';
import './report.css';
import type { GetInvestigationResponse } from '../../api/detective.gen';
import { useBehavior, useDetective } from '../../api/hooks';
import type { ApiProblem } from '../../api/problem';
import { hrefTo } from '../../app/location';
import { usePage } from '../../app/page';
import type { PageProps } from '../../app/routes';
import { SafeText } from '../../components/SafeText';
import { Empty, Loading, Problem } from '../../components/States';
import { useGraph } from '../../state/graph';
import { Affected } from './Affected';
import { Indicators } from './Indicators';
import { Narrative } from './Narrative';
import { Overview } from './Overview';
import { Recommendations } from './Recommendations';
import { ReportHeader } from './ReportHeader';

/** How often a running investigation is asked for. */
const AGAIN = 2000;

export default function ReportPage({ params }: PageProps) {
  const { id = '' } = params;
  const { graphArn } = useGraph();
  usePage(`Investigation ${id}`, [{ text: 'Investigations', href: hrefTo(['investigations']) }]);
  const input = { GraphArn: graphArn, InvestigationId: id };
  const answer = useDetective('GetInvestigation', input);
  const isRunning = answer.data?.Status === 'RUNNING';
  const { refetch } = answer;
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(() => void refetch(), AGAIN);
    return () => clearInterval(timer);
  }, [isRunning, refetch]);
  if (answer.error && answer.data === undefined && isNoReport(answer.error)) return <NoReport id={id} />;
  if (answer.error && answer.data === undefined) return <Problem error={answer.error} what="This investigation could not be loaded" retry={() => void refetch()} />;
  if (answer.data === undefined) return <Waiting />;
  return <Report key={id} id={id} investigation={answer.data} reload={() => void refetch()} />;
}

/** What is no id of a report is refused for its form before anybody looks for it. */
function isNoReport(error: ApiProblem): boolean {
  return error.isNotFound || error.kind === 'ValidationException';
}

function NoReport({ id }: { id: string }) {
  return (
    <Container header={<Header variant="h1">There is no such report</Header>}>
      <Empty title="No investigation has this id" action={<Link href={hrefTo(['investigations'])}>All investigations</Link>}>
        <SafeText length={80}>{id}</SafeText> is none of this graph&apos;s. Its report may have been archived more than 90 days ago, or be of another graph.
      </Empty>
    </Container>
  );
}

function Waiting() {
  return (
    <SpaceBetween size="l">
      <Loading height={150} label="Loading the report" />
      <Loading height={360} />
      <Loading height={360} />
    </SpaceBetween>
  );
}

function Report({ id, investigation, reload }: { id: string; investigation: GetInvestigationResponse; reload: () => void }) {
  const isDone = investigation.Status === 'SUCCESSFUL';
  const answer = useBehavior('/behavior/investigations/report', { InvestigationId: id }, { enabled: isDone });
  const report = answer.data;
  return (
    <SpaceBetween size="l">
      <ReportHeader id={id} investigation={investigation} report={report} reload={reload} />
      {investigation.Status === 'RUNNING' && (
        <Alert type="info" header="The investigation runs">
          It reads the activity of the scope time and of the 45 days before. The report appears here by itself.
        </Alert>
      )}
      {investigation.Status === 'FAILED' && (
        <Alert type="error" header="The investigation failed">
          Run it again from the profile. If it fails again, look for its id in the logs of the function run-investigation.
        </Alert>
      )}
      {answer.error && report === undefined && <Problem error={answer.error} what="The report could not be loaded" retry={() => void answer.refetch()} />}
      {isDone && !answer.error && report === undefined && <Loading height={480} label="Loading the report" />}
      {report !== undefined && (
        <>
          <Overview report={report} />
          <Indicators report={report} />
          <Narrative report={report} />
          <Recommendations report={report} />
          <Affected report={report} />
        </>
      )}
    </SpaceBetween>
  );
}
