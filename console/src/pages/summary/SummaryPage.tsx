// Summary: what happened in 24 hours. User Guide, "Using the Detective summary dashboard".

import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Grid from '@cloudscape-design/components/grid';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useMemo } from 'react';

import type { GetSummaryResponse } from '../../api/behavior.gen';
import { useBehavior } from '../../api/hooks';
import { hrefTo, setParams, useLocation } from '../../app/location';
import { usePage } from '../../app/page';
import { Later } from '../../components/Later';
import { Loading, Problem, Training } from '../../components/States';
import { TimeRange } from '../../components/Time';
import { DAY, paramsOfScope, type Scope } from '../../scope/scope';
import { useScope } from '../../scope/useScope';
import { InfoLink } from '../../state/help';
import { ClustersPanel } from './ClustersPanel';
import { GeolocationsPanel } from './GeolocationsPanel';
import { GroupsPanel } from './GroupsPanel';
import { Headlines } from './Headlines';
import { SUMMARY_HELP } from './help';
import { InstancesPanel } from './InstancesPanel';
import { InvestigationsPanel } from './InvestigationsPanel';
import { PrincipalsPanel } from './PrincipalsPanel';
import { PATH, questionOf } from './question';
import './summary.css';
import { windowOf } from './window';
import { WindowPicker } from './WindowPicker';

export default function SummaryPage() {
  usePage('Summary');
  const { params } = useLocation();
  const { scope, isDefault, setScope, resetScope } = useScope();
  const window = windowOf(scope);
  const question = questionOf(scope, params);
  const answer = useBehavior(PATH, question, { keepPrevious: true });
  const summary = answer.data;
  const shown = useMemo(() => summary && { start: Date.parse(summary.ScopeStartTime), end: Date.parse(summary.ScopeStartTime) + DAY }, [summary]);
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          info={<InfoLink help={SUMMARY_HELP} />}
          description="What happened in 24 hours, and what of it is unusual."
          actions={
            <SpaceBetween direction="horizontal" size="xs" alignItems="center">
              <WindowPicker window={window} onChange={setScope} onReset={resetScope} />
              <Button iconName="refresh" ariaLabel="Load again" loading={answer.isFetching} onClick={() => void answer.refetch()} />
            </SpaceBetween>
          }
        >
          Summary
        </Header>
      }
    >
      {answer.error && !summary ? (
        <Problem error={answer.error} retry={() => void answer.refetch()} what="The summary could not be loaded" />
      ) : summary && shown ? (
        <div className={answer.isPlaceholderData ? 'gs-stale' : ''} aria-busy={answer.isPlaceholderData}>
          <Panels
            summary={summary}
            window={shown}
            isChosen={!isDefault}
            request={{ path: PATH, body: question }}
            showServiceLinked={question.ShowServiceLinkedRoles ?? true}
          />
        </div>
      ) : (
        <Waiting />
      )}
    </ContentLayout>
  );
}

function Waiting() {
  return (
    <SpaceBetween size="l">
      <Loading height={96} label="Loading the summary" />
      <Grid gridDefinition={[{ colspan: { default: 12, l: 6 } }, { colspan: { default: 12, l: 6 } }]}>
        <Loading height={340} />
        <Loading height={340} />
      </Grid>
      <Loading height={620} />
    </SpaceBetween>
  );
}

/** What a panel with a table takes, in pixels. */
const heightOf = (rows: readonly unknown[], more = 0): number => 190 + more + 42 * Math.min(rows.length, 25);

interface Props {
  readonly summary: GetSummaryResponse;
  readonly window: Scope;
  readonly isChosen: boolean;
  readonly request: { readonly path: string; readonly body: object };
  readonly showServiceLinked: boolean;
}

function Panels({ summary, window, isChosen, request, showServiceLinked }: Props) {
  const { Baseline: baseline } = summary;
  const isEmpty = summary.Principals.length === 0 && summary.Instances.length === 0 && summary.Clusters.length === 0;
  return (
    <SpaceBetween size="l">
      {isEmpty && (
        <Alert type="info" header="Nothing was taken in of these 24 hours" action={<Button href={hrefTo(['ingest'])}>Ingest status</Button>}>
          {isChosen ? 'Logs may be of another time: go a day back or forward.' : 'Logs arrive some minutes after what they tell of, and only from when the graph was made.'}{' '}
          <Link href={hrefTo(['search'])}>Search</Link> finds what the graph has ever seen.
        </Alert>
      )}
      {baseline.Training.IsTraining && <Training daysOfData={baseline.Training.DaysOfData} />}
      {baseline.Gaps.slice(0, 1).map((gap) => (
        <Alert key={gap.StartTime} type="warning" header="Nothing was taken in for a time">
          From <TimeRange start={Date.parse(gap.StartTime)} end={Date.parse(gap.EndTime)} />
          {baseline.Gaps.length > 1 && ` and ${baseline.Gaps.length - 1} other times`} a source package was stopped, or ingest was suspended: what
          seems new may only have been missing.
        </Alert>
      ))}
      <Headlines summary={summary} />
      <Grid gridDefinition={[{ colspan: { default: 12, l: 7 } }, { colspan: { default: 12, l: 5 } }]}>
        <InvestigationsPanel key={summary.ScopeStartTime} investigations={summary.Investigations} window={window} request={request} />
        <GroupsPanel groups={summary.FindingGroups} window={window} request={request} />
      </Grid>
      <Later id="panel-NewGeolocations" height={heightOf(summary.NewGeolocations, 620)}>
        <GeolocationsPanel geolocations={summary.NewGeolocations} isTraining={baseline.Training.IsTraining} window={window} request={request} />
      </Later>
      <Later height={heightOf(summary.Principals)}>
        <PrincipalsPanel
          principals={summary.Principals}
          window={window}
          request={request}
          showServiceLinked={showServiceLinked}
          onShowServiceLinked={(show) =>
            setParams({ ...(isChosen ? paramsOfScope(window) : {}), serviceLinked: show ? undefined : 'false' }, { replace: true })
          }
        />
      </Later>
      <Later height={heightOf(summary.Instances)}>
        <InstancesPanel instances={summary.Instances} window={window} request={request} />
      </Later>
      <Later height={heightOf(summary.Clusters)}>
        <ClustersPanel clusters={summary.Clusters} window={window} request={request} />
      </Later>
    </SpaceBetween>
  );
}
