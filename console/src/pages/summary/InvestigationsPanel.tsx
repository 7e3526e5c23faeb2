import Link from '@cloudscape-design/components/link';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import Tabs from '@cloudscape-design/components/tabs';
import { useMemo, useState } from 'react';

import type { GetSummaryResponse } from '../../api/behavior.gen';
import { hrefTo } from '../../app/location';
import { csvRows, type Column, DataTable } from '../../components/DataTable';
import { AccountLink, EntityLink, FindingLink } from '../../components/EntityLink';
import { RunInvestigation } from '../../components/RunInvestigation';
import { SafeText } from '../../components/SafeText';
import { Severity } from '../../components/Severity';
import { Empty } from '../../components/States';
import { Time } from '../../components/Time';
import { investigationHref } from '../../entities/links';
import { paramsOfScope, type Scope } from '../../scope/scope';
import { nameOfArn } from './arn';
import { INVESTIGATIONS_HELP } from './help';
import { SummaryPanel } from './SummaryPanel';

type Investigations = GetSummaryResponse['Investigations'];
type Investigation = Investigations['Investigated'][number];
type Recommended = Investigations['Recommended'][number];

const REASONS: Readonly<Record<Recommended['Reason'], string>> = {
  HIGH_SEVERITY_FINDING: 'In a finding of high severity',
  FINDING_GROUP: 'In a finding group',
  FINDING: 'In a finding',
};

const STATUSES: Readonly<Record<Investigation['Status'], { type: StatusIndicatorProps.Type; text: string }>> = {
  RUNNING: { type: 'in-progress', text: 'Running' },
  SUCCESSFUL: { type: 'success', text: 'Done' },
  FAILED: { type: 'error', text: 'Failed' },
};

const RUN_COLUMNS: readonly Column<Investigation>[] = [
  { id: 'severity', header: 'Severity', minWidth: 110, cell: (it) => (it.Severity === undefined ? '–' : <Severity of={it.Severity} />), value: (it) => it.Severity },
  {
    id: 'who',
    header: 'Role or user',
    minWidth: 160,
    cell: (it) => (
      <Link href={investigationHref(it.InvestigationId)}>
        <SafeText fixed length={60}>
          {nameOfArn(it.EntityArn)}
        </SafeText>
      </Link>
    ),
    value: (it) => it.EntityArn,
  },
  { id: 'account', header: 'Account', minWidth: 155, cell: (it) => <AccountLink id={it.AccountId} />, value: (it) => it.AccountId },
  {
    id: 'status',
    header: 'Status',
    minWidth: 100,
    cell: (it) => <StatusIndicator type={STATUSES[it.Status].type}>{STATUSES[it.Status].text}</StatusIndicator>,
    value: (it) => STATUSES[it.Status].text,
  },
  { id: 'created', header: 'Started', minWidth: 160, cell: (it) => <Time of={it.CreatedTime} />, value: (it) => it.CreatedTime },
  { id: 'id', header: 'Investigation', cell: (it) => it.InvestigationId, value: (it) => it.InvestigationId },
];

/** The identifier is exported, and on the screen is the link. */
const SHOWN = RUN_COLUMNS.filter((it) => it.id !== 'id');

function recommendedColumns(window: Scope): Column<Recommended>[] {
  const name = (it: Recommended) => (it.EntityArn === undefined ? it.EntityId : nameOfArn(it.EntityArn));
  return [
    {
      id: 'who',
      header: 'Role or user',
      minWidth: 170,
      cell: (it) => <EntityLink type={it.EntityType} id={it.EntityId} name={name(it)} params={paramsOfScope(window)} />,
      value: name,
    },
    {
      id: 'reason',
      header: 'Why',
      minWidth: 220,
      cell: (it) => (
        <span className="gs-list">
          <span>{REASONS[it.Reason]}</span>
          <FindingLink id={it.LatestFindingId} title={it.LatestFindingTitle} />
        </span>
      ),
      value: (it) => REASONS[it.Reason],
    },
    {
      id: 'run',
      header: 'What to do',
      minWidth: 140,
      cell: (it) =>
        it.EntityArn === undefined ? <span className="gs-none">Open its profile</span> : <RunInvestigation entityArn={it.EntityArn} name={name(it)} scope={window} variant="inline-link" />,
    },
  ];
}

interface Props {
  readonly investigations: Investigations;
  readonly window: Scope;
  readonly request: { readonly path: string; readonly body: object };
}

export function InvestigationsPanel({ investigations, window, request }: Props) {
  const { Critical: critical, Investigated: investigated, Recommended: recommended } = investigations;
  const [tab, setTab] = useState(critical.length > 0 ? 'critical' : 'recommended');
  const columns = useMemo(() => recommendedColumns(window), [window]);
  const label = 'Investigations';
  return (
    <SummaryPanel
      id="Investigations"
      title={label}
      guidance="Whom to investigate, and what was investigated in the 24 hours."
      help={INVESTIGATIONS_HELP}
      window={window}
      request={request}
      csv={() => csvRows(RUN_COLUMNS, investigated)}
      actions={<Link href={hrefTo(['investigations'])}>View all</Link>}
      fitHeight
    >
      <Tabs
        activeTabId={tab}
        onChange={({ detail }) => setTab(detail.activeTabId)}
        ariaLabel="Which investigations"
        tabs={[
          {
            id: 'recommended',
            label: `To investigate (${recommended.length})`,
            content: (
              <DataTable
                rows={recommended}
                columns={columns}
                label="Whom to investigate"
                noun="principal"
                variant="borderless"
                empty={<Empty title="Nobody to investigate">No role or user was in a finding or a finding group of the last 7 days. Any can be investigated from its profile.</Empty>}
              />
            ),
          },
          {
            id: 'critical',
            label: `Critical (${critical.length})`,
            content: (
              <DataTable
                rows={critical}
                columns={SHOWN}
                label="Critical investigations"
                noun="investigation"
                variant="borderless"
                empty={<Empty title="None is critical">No investigation of these 24 hours ended with a critical report.</Empty>}
              />
            ),
          },
          {
            id: 'investigated',
            label: `Investigated (${investigated.length})`,
            content: (
              <DataTable
                rows={investigated}
                columns={SHOWN}
                label="Investigations of the 24 hours"
                noun="investigation"
                variant="borderless"
                empty={<Empty title="None was started">Run one from the list of whom to investigate, or from the profile of a role or user.</Empty>}
              />
            ),
          },
        ]}
      />
    </SummaryPanel>
  );
}
