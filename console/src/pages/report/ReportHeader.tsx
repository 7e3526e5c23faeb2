// The top of a report: of whom, of when, how bad; and the report as a file.

import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import Container from '@cloudscape-design/components/container';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';

import type { GetInvestigationReportResponse } from '../../api/behavior.gen';
import type { GetInvestigationResponse } from '../../api/detective.gen';
import { useBehavior, useDetectiveChange } from '../../api/hooks';
import { useCopy } from '../../components/Clipboard';
import { EntityLink } from '../../components/EntityLink';
import { SafeText } from '../../components/SafeText';
import { Severity } from '../../components/Severity';
import { Time, TimeRange } from '../../components/Time';
import { TypeIcon } from '../../components/TypeIcon';
import { download } from '../../format/csv';
import { INVESTIGATION_STATUSES } from '../../investigation/statuses';
import { PinButton } from '../../notebook/PinButton';
import { paramsOfScope } from '../../scope/scope';
import { useFlash } from '../../state/flash';
import { useGraph } from '../../state/graph';
import { snapshotsOfReport } from './snapshot';

interface Props {
  readonly id: string;
  readonly investigation: GetInvestigationResponse;
  readonly report: GetInvestigationReportResponse | undefined;
  readonly reload: () => void;
}

export function ReportHeader({ id, investigation, report, reload }: Props) {
  const arn = investigation.EntityArn ?? '';
  const type = investigation.EntityType === 'IAM_USER' ? 'AwsUser' : 'AwsRole';
  const scope = { start: Date.parse(investigation.ScopeStartTime ?? ''), end: Date.parse(investigation.ScopeEndTime ?? '') };
  // Profiles are named by id, investigations by ARN.
  const entity = useBehavior('/behavior/entities/search', { Query: arn, EntityType: type, MaxResults: 1 }, { enabled: arn !== '' }).data?.Entities[0];
  const status = investigation.Status === undefined ? undefined : INVESTIGATION_STATUSES[investigation.Status];
  return (
    <Container>
      <div className="gs-profile-line">
        <span className="gs-profile-icon">
          <TypeIcon type={type} size="big" />
        </span>
        <div className="gs-profile-name">
          <Box variant="awsui-key-label">Investigation {id}</Box>
          <h1 className="gs-profile-title">
            <SafeText length={140}>{arn.split('/').at(-1) ?? arn}</SafeText>
          </h1>
        </div>
        <Actions id={id} investigation={investigation} report={report} reload={reload} />
      </div>
      <dl className="gr-facts">
        <div>
          <dt>Severity</dt>
          <dd>{report === undefined ? 'Not yet' : <Severity of={report.Severity} />}</dd>
        </div>
        <div>
          <dt>Status</dt>
          <dd>
            {status && <StatusIndicator type={status.type}>{status.text}</StatusIndicator>}
            {investigation.State === 'ARCHIVED' && ' (archived)'}
          </dd>
        </div>
        <div>
          <dt>Resource</dt>
          <dd>{entity === undefined ? <SafeText length={120}>{arn}</SafeText> : <EntityLink type={type} id={entity.EntityId} name={arn} params={paramsOfScope(scope)} />}</dd>
        </div>
        <div>
          <dt>Scope time</dt>
          <dd>{Number.isFinite(scope.start) && Number.isFinite(scope.end) && <TimeRange start={scope.start} end={scope.end} />}</dd>
        </div>
        <div>
          <dt>Created</dt>
          <dd>
            <Time of={investigation.CreatedTime ?? ''} />
          </dd>
        </div>
      </dl>
    </Container>
  );
}

function Actions({ id, investigation, report, reload }: Props) {
  const { graphArn, isAdministrator } = useGraph();
  const copy = useCopy();
  const flash = useFlash();
  const update = useDetectiveChange('UpdateInvestigationState');
  const isArchived = investigation.State === 'ARCHIVED';
  const archive = () =>
    update.mutate(
      { GraphArn: graphArn, InvestigationId: id, State: isArchived ? 'ACTIVE' : 'ARCHIVED' },
      {
        onSuccess: () => {
          flash.success(isArchived ? 'The report is active again.' : 'The report is archived; it is kept for 90 days.');
          reload();
        },
        onError: (error) => flash.problem('The report stays as it is', error),
      },
    );
  const actions: Record<string, () => void> = {
    json: () => {
      if (report === undefined) return;
      // As Markdown it is a file of its own.
      const members = { ...report, Markdown: undefined };
      download(`investigation-${id}.json`, `${JSON.stringify(members, null, 2)}\n`, 'application/json');
    },
    markdown: () => report && download(`investigation-${id}.md`, report.Markdown, 'text/markdown'),
    copy: () => report && copy('Report', report.Markdown),
  };
  return (
    <SpaceBetween direction="horizontal" size="xs">
      {isAdministrator && (
        <Button loading={update.isPending} onClick={archive}>
          {isArchived ? 'Unarchive' : 'Archive'}
        </Button>
      )}
      {report !== undefined && (
        <PinButton
          title={`Investigation of ${report.EntityArn.split('/').at(-1) ?? report.EntityArn}`}
          guidance={report.Overview}
          about={{ type: 'Investigation', id }}
          scope={{ start: Date.parse(report.ScopeStartTime), end: Date.parse(report.ScopeEndTime) }}
          snapshots={() => snapshotsOfReport(report)}
        />
      )}
      <ButtonDropdown
        disabled={report === undefined}
        items={[
          { id: 'json', text: 'Download JSON' },
          { id: 'markdown', text: 'Download Markdown' },
          { id: 'copy', text: 'Copy as Markdown' },
        ]}
        onItemClick={({ detail }) => actions[detail.id]?.()}
        expandToViewport
      >
        Export
      </ButtonDropdown>
    </SpaceBetween>
  );
}
