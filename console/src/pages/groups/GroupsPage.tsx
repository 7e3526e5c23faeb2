// Finding groups. User Guide, "Understanding the finding groups page".

import Button from '@cloudscape-design/components/button';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import Multiselect from '@cloudscape-design/components/multiselect';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';

import type { FindingSeverity } from '../../api/behavior.gen';
import { useBehaviorPages } from '../../api/hooks';
import { setParams, useLocation } from '../../app/location';
import { usePage } from '../../app/page';
import { CopyAs } from '../../components/CopyAs';
import { csvRows, DataTable } from '../../components/DataTable';
import { LoadMore } from '../../components/LoadMore';
import { isSeverity, SEVERITIES, severityWord } from '../../components/Severity';
import { Empty, Problem } from '../../components/States';
import { DAY, lastOf, membersOfScope } from '../../scope/scope';
import { ScopePicker } from '../../scope/ScopePicker';
import { useScope } from '../../scope/useScope';
import { type Help, InfoLink } from '../../state/help';
import { useNow } from '../../state/now';
import { GROUP_COLUMNS } from './columns';

const PAGE_LENGTH = 100;
/** Groups are few, and an incident is longer than a day. */
const USUAL_SCOPE = 30 * DAY;

const GROUPS_HELP: Help = {
  title: 'Finding groups',
  body: (
    <>
      <p>
        Findings, evidence and entities that are likely to belong to one incident: they have somebody in common at about the same
        time. A group&apos;s severity is that of its worst finding.
      </p>
      <h3>How to use it</h3>
      <ul>
        <li>Begin with critical and high groups that involve many entities.</li>
        <li>The chain has a dot for each tactic of MITRE ATT&amp;CK; filled ones were seen. Choose one to read what it means.</li>
        <li>An inactive group became part of another: its page leads there.</li>
      </ul>
      <h3>Next steps</h3>
      <p>Open a group to see who is involved in what and in which order, and to investigate its users and roles.</p>
    </>
  ),
};

const STATUSES = [
  { id: 'ACTIVE', text: 'Active' },
  { id: 'ALL', text: 'All' },
] as const;

export default function GroupsPage() {
  usePage('Finding groups');
  const { params } = useLocation();
  const now = useNow();
  const scope = useScope(lastOf(USUAL_SCOPE, now));
  const severities = (params.get('severity') ?? '').split(',').filter(isSeverity);
  const withInactive = params.get('status') === 'ALL';
  const question = {
    ...membersOfScope(scope.scope),
    Severities: severities,
    Statuses: withInactive ? [] : ['ACTIVE' as const],
    AccountIds: [],
    SortBy: 'Severity' as const,
    SortOrder: 'DESC' as const,
    MaxResults: PAGE_LENGTH,
  };
  const answer = useBehaviorPages('/behavior/findingGroups/list', question, { keepPrevious: true });
  const groups = answer.data?.flatMap((it) => it.FindingGroups) ?? [];
  const setSeverities = (next: readonly FindingSeverity[]) => setParams({ severity: next.length === 0 ? undefined : next.join(',') });
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          info={<InfoLink help={GROUPS_HELP} />}
          description="Findings and entities that are likely to belong to one incident, the most severe first."
          actions={<ScopePicker of={scope} />}
        >
          Finding groups
        </Header>
      }
    >
      {answer.error && groups.length === 0 ? (
        <Problem error={answer.error} retry={() => void answer.refetch()} />
      ) : (
        <DataTable
          rows={groups}
          columns={GROUP_COLUMNS}
          label="Finding groups"
          noun="finding group"
          variant="container"
          loading={answer.isPending}
          trackBy={(it) => it.GroupId}
          stickyHeader
          header={
            <Header
              variant="h2"
              counter={answer.isPending ? '' : `(${groups.length}${answer.hasNextPage ? '+' : ''})`}
              actions={
                <SpaceBetween direction="horizontal" size="xs" alignItems="center">
                  <Multiselect
                    selectedOptions={severities.map((value) => ({ value, label: severityWord(value) }))}
                    options={SEVERITIES.map((value) => ({ value, label: severityWord(value) }))}
                    onChange={({ detail }) => setSeverities(SEVERITIES.filter((it) => detail.selectedOptions.some(({ value }) => value === it)))}
                    hideTokens
                    placeholder={severities.length === 0 ? 'Any severity' : severities.map(severityWord).join(', ')}
                    ariaLabel="Severity"
                    expandToViewport
                  />
                  <SegmentedControl
                    selectedId={withInactive ? 'ALL' : 'ACTIVE'}
                    options={STATUSES}
                    onChange={({ detail }) => setParams({ status: detail.selectedId === 'ALL' ? 'ALL' : undefined })}
                    label="Status"
                  />
                  <CopyAs
                    page="FindingGroups"
                    panel="Groups"
                    request={{ path: '/behavior/findingGroups/list', body: question }}
                    csv={() => csvRows(GROUP_COLUMNS, groups)}
                  />
                </SpaceBetween>
              }
            >
              Groups
            </Header>
          }
          empty={
            <Empty
              title="No finding groups"
              action={severities.length > 0 ? <Button onClick={() => setSeverities([])}>Clear the filter</Button> : undefined}
            >
              Findings of GuardDuty and Security Hub become a group within an hour when they have somebody in common. A longer scope
              time may have some; Ingest status tells whether findings come in.
            </Empty>
          }
          footer={answer.hasNextPage && <LoadMore of={answer} />}
        />
      )}
    </ContentLayout>
  );
}
