// The reports of investigations, the latest first.

import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useQueryClient } from '@tanstack/react-query';

import type { InvestigationDetail, ListInvestigationsResponse } from '../../api/detective.gen';
import { useDetectiveChange, useDetectivePages } from '../../api/hooks';
import { setParams, useLocation } from '../../app/location';
import { severityColumn, timeColumn } from '../../components/columns';
import { CopyAs } from '../../components/CopyAs';
import { type Column, csvRows, DataTable } from '../../components/DataTable';
import { LoadMore } from '../../components/LoadMore';
import { SafeText } from '../../components/SafeText';
import { Empty, Problem } from '../../components/States';
import { investigationHref } from '../../entities/links';
import { INVESTIGATION_STATUSES } from '../../investigation/statuses';
import { useFlash } from '../../state/flash';
import { useGraph } from '../../state/graph';

/** While something runs, the list is asked for again. */
const AGAIN = 3000;

function columnsOf(changeState: (it: InvestigationDetail) => void, isAdministrator: boolean): Column<InvestigationDetail>[] {
  return [
    {
      id: 'id',
      header: 'ID',
      cell: (it) => <Link href={investigationHref(it.InvestigationId ?? '')}>{it.InvestigationId}</Link>,
      value: (it) => it.InvestigationId,
      minWidth: 190,
    },
    {
      id: 'status',
      header: 'Status',
      cell: (it) => (it.Status === undefined ? '' : <StatusIndicator type={INVESTIGATION_STATUSES[it.Status].type} wrapText={false}>{INVESTIGATION_STATUSES[it.Status].text}</StatusIndicator>),
      value: (it) => it.Status && INVESTIGATION_STATUSES[it.Status].text,
      minWidth: 130,
    },
    severityColumn((it) => (it.Status === 'SUCCESSFUL' ? it.Severity : undefined), { none: 'Not yet' }),
    { id: 'entity', header: 'Entity', cell: (it) => <SafeText length={120}>{it.EntityArn ?? ''}</SafeText>, value: (it) => it.EntityArn, minWidth: 230 },
    timeColumn('created', 'Created', (it) => it.CreatedTime),
    ...(isAdministrator
      ? [
          {
            id: 'actions',
            header: 'Actions',
            cell: (it: InvestigationDetail) => (
              <Button variant="inline-link" ariaLabel={`${it.State === 'ARCHIVED' ? 'Unarchive' : 'Archive'} ${it.InvestigationId ?? ''}`} onClick={() => changeState(it)}>
                {it.State === 'ARCHIVED' ? 'Unarchive' : 'Archive'}
              </Button>
            ),
            minWidth: 110,
          },
        ]
      : []),
  ];
}

const rowsOf = (pages: readonly ListInvestigationsResponse[]): InvestigationDetail[] => pages.flatMap((it) => it.InvestigationDetails ?? []);

function useShownState(): 'ACTIVE' | 'ARCHIVED' {
  return useLocation().params.get('state') === 'ARCHIVED' ? 'ARCHIVED' : 'ACTIVE';
}

export function useReports() {
  const { graphArn } = useGraph();
  const state = useShownState();
  const input = {
    GraphArn: graphArn,
    MaxResults: 100,
    FilterCriteria: { State: { Value: state } },
    SortCriteria: { Field: 'CREATED_TIME' as const, SortOrder: 'DESC' as const },
  };
  return useDetectivePages('ListInvestigations', input, {
    keepPrevious: true,
    refetchInterval: (pages) => (rowsOf(pages).some((it) => it.Status === 'RUNNING') ? AGAIN : false),
  });
}

export function Reports({ of: answer }: { of: ReturnType<typeof useReports> }) {
  const { graphArn, isAdministrator } = useGraph();
  const state = useShownState();
  const flash = useFlash();
  const client = useQueryClient();
  const update = useDetectiveChange('UpdateInvestigationState');
  const changeState = (it: InvestigationDetail) => {
    const next = it.State === 'ARCHIVED' ? 'ACTIVE' : 'ARCHIVED';
    update.mutate(
      { GraphArn: graphArn, InvestigationId: it.InvestigationId ?? '', State: next },
      {
        onSuccess: () => {
          flash.success(next === 'ARCHIVED' ? 'The report is archived.' : 'The report is active again.');
          void client.invalidateQueries({ queryKey: ['ListInvestigations'] });
        },
        onError: (error) => flash.problem('The report stays as it is', error),
      },
    );
  };
  if (answer.error && answer.data === undefined) return <Problem error={answer.error} retry={() => void answer.refetch()} />;
  const rows = rowsOf(answer.data ?? []);
  const columns = columnsOf(changeState, isAdministrator);
  return (
    <DataTable
      rows={rows}
      columns={columns}
      label="Investigations"
      noun="investigation"
      variant="container"
      loading={answer.isPending}
      trackBy={(it) => it.InvestigationId ?? ''}
      header={
        <Header
          variant="h2"
          counter={answer.isPending ? '' : `(${rows.length}${answer.hasNextPage ? '+' : ''})`}
          description={state === 'ARCHIVED' ? 'Archived reports are kept for 90 days.' : 'The latest first.'}
          actions={
            <SpaceBetween direction="horizontal" size="xs" alignItems="center">
              <SegmentedControl
                selectedId={state}
                options={[
                  { id: 'ACTIVE', text: 'Active' },
                  { id: 'ARCHIVED', text: 'Archived' },
                ]}
                onChange={({ detail }) => setParams({ state: detail.selectedId === 'ARCHIVED' ? 'ARCHIVED' : undefined })}
                label="State"
              />
              <CopyAs page="Investigations" panel="Investigations" csv={() => csvRows(columns, rows)} />
            </SpaceBetween>
          }
        >
          Reports
        </Header>
      }
      empty={<Empty title="No investigations">{state === 'ARCHIVED' ? 'None is archived.' : 'Run one: of a recommended resource, from a profile, or by ARN.'}</Empty>}
      footer={answer.hasNextPage && <LoadMore of={answer} />}
    />
  );
}
