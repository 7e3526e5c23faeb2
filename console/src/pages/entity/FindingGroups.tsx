// "Finding groups involving this entity". User Guide, "Entity profiles": every profile has it.

import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';

import type { EntityType, FindingGroupSummary } from '../../api/behavior.gen';
import { useBehavior } from '../../api/hooks';
import { CopyAs } from '../../components/CopyAs';
import { type Column, csvRows, DataTable } from '../../components/DataTable';
import { FindingGroupLink } from '../../components/EntityLink';
import { SEVERITIES, Severity } from '../../components/Severity';
import { Empty, Problem } from '../../components/States';
import { Time } from '../../components/Time';
import { membersOfScope, type Scope } from '../../scope/scope';
import { InfoLink } from '../../state/help';

const COLUMNS: readonly Column<FindingGroupSummary>[] = [
  {
    id: 'Severity',
    header: 'Severity',
    minWidth: 110,
    cell: (it) => <Severity of={it.Severity} />,
    value: (it) => SEVERITIES.length - SEVERITIES.indexOf(it.Severity),
  },
  { id: 'Title', header: 'Title', minWidth: 240, cell: (it) => <FindingGroupLink id={it.GroupId} title={it.Title} />, value: (it) => it.Title },
  { id: 'Status', header: 'Status', minWidth: 90, cell: (it) => (it.Status === 'ACTIVE' ? 'Active' : 'Inactive'), value: (it) => it.Status },
  { id: 'Tactics', header: 'Tactics', minWidth: 180, cell: (it) => it.Tactics.join(', '), value: (it) => it.Tactics.join(', ') },
  { id: 'Entities', header: 'Entities', isNumber: true, minWidth: 90, cell: (it) => it.EntityCount, value: (it) => it.EntityCount },
  { id: 'Findings', header: 'Findings', isNumber: true, minWidth: 90, cell: (it) => it.FindingCount, value: (it) => it.FindingCount },
  { id: 'FirstSeen', header: 'First seen', isTime: true, cell: (it) => <Time of={it.FirstSeen} bare />, value: (it) => it.FirstSeen },
  { id: 'LastSeen', header: 'Last seen', isTime: true, cell: (it) => <Time of={it.LastSeen} bare />, value: (it) => it.LastSeen },
];

const TITLE = 'Finding groups involving this entity';

const HELP = {
  title: TITLE,
  body: (
    <>
      <p>Findings that probably belong to one incident, because they share entities, tactics and times.</p>
      <h3>Next steps</h3>
      <p>Open a group to see who else is in it, and why its findings belong together.</p>
    </>
  ),
};

export function FindingGroups({ entity, scope }: { entity: { EntityType: EntityType; EntityId: string }; scope: Scope }) {
  const question = { ...entity, ...membersOfScope(scope), MaxResults: 100 };
  const answer = useBehavior('/behavior/findingGroups/list', question, { keepPrevious: true });
  const groups = answer.data?.FindingGroups ?? [];
  return (
    <section className="gs-panel" aria-label={TITLE}>
      <Container
        header={
          <Header
            variant="h2"
            info={<InfoLink help={HELP} />}
            counter={`(${groups.length})`}
            description="Incidents of the scope time that this entity is part of."
            actions={
              <CopyAs
                page={entity.EntityType}
                panel={TITLE}
                request={{ path: '/behavior/findingGroups/list', body: question }}
                csv={() => csvRows(COLUMNS, groups)}
              />
            }
          >
            {TITLE}
          </Header>
        }
      >
        {answer.error ? (
          <Problem error={answer.error} retry={() => void answer.refetch()} what="The finding groups could not be loaded" />
        ) : (
          <DataTable
            rows={groups}
            columns={COLUMNS}
            label={TITLE}
            noun="group"
            loading={answer.isPending}
            empty={<Empty title="No groups">Groups are made again every day; a finding of today may not be in one yet.</Empty>}
          />
        )}
      </Container>
    </section>
  );
}
