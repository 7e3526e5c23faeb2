// Whom to investigate, and why. User Guide, "Running a Detective Investigation", recommended resources.

import Header from '@cloudscape-design/components/header';

import type { RecommendedInvestigation } from '../../api/behavior.gen';
import { useBehavior } from '../../api/hooks';
import { type Column, DataTable } from '../../components/DataTable';
import { EntityLink, FindingLink } from '../../components/EntityLink';
import { RunInvestigation } from '../../components/RunInvestigation';
import { Empty, Problem } from '../../components/States';
import { Time } from '../../components/Time';
import { Investigate } from '../../group/Investigate';
import { typeName } from '../../entities/names';
import { REASON_WORDS } from '../../format/words';
import { DAY, HOUR, lastOf, type Scope } from '../../scope/scope';
import { useNow } from '../../state/now';

const ORDER = Object.keys(REASON_WORDS);

/** "Start 24 h before": the day up to the latest finding, and an hour more. */
function scopeOf(it: RecommendedInvestigation): Scope {
  return lastOf(DAY + 2 * HOUR, Date.parse(it.LatestFindingTime) + HOUR);
}

const COLUMNS: readonly Column<RecommendedInvestigation>[] = [
  {
    id: 'resource',
    header: 'Resource',
    cell: (it) => (
      <span className="gs-list">
        <EntityLink type={it.EntityType} id={it.EntityId} name={it.EntityArn} />
        <span className="gs-secondary">{typeName(it.EntityType)}</span>
      </span>
    ),
    value: (it) => it.EntityArn ?? it.EntityId,
    text: (it) => `${it.EntityArn ?? it.EntityId} ${typeName(it.EntityType)}`,
    minWidth: 260,
  },
  { id: 'reason', header: 'Reason to investigate', cell: (it) => REASON_WORDS[it.Reason], value: (it) => ORDER.indexOf(it.Reason), minWidth: 180 },
  {
    id: 'latest',
    header: 'Latest finding',
    cell: (it) => (
      <>
        <FindingLink id={it.LatestFindingId} title={it.LatestFindingTitle} />
        <div>
          <Time of={it.LatestFindingTime} />
        </div>
      </>
    ),
    value: (it) => it.LatestFindingTime,
    minWidth: 220,
  },
  {
    id: 'action',
    header: 'Actions',
    cell: (it) =>
      it.EntityArn === undefined ? (
        <Investigate type={it.EntityType} id={it.EntityId} scope={scopeOf(it)} variant="inline-link" />
      ) : (
        <RunInvestigation entityArn={it.EntityArn} name={it.EntityArn} scope={scopeOf(it)} variant="inline-link" />
      ),
    minWidth: 170,
  },
];

export function useRecommended() {
  const window = lastOf(DAY, useNow());
  return useBehavior('/behavior/summary/get', { ScopeStartTime: new Date(window.start).toISOString() }, { keepPrevious: true });
}

export function Recommended({ of: answer }: { of: ReturnType<typeof useRecommended> }) {
  if (answer.error) return <Problem error={answer.error} what="Whom to investigate could not be found out" retry={() => void answer.refetch()} />;
  const rows = answer.data?.Investigations.Recommended ?? [];
  return (
    <DataTable
      rows={rows}
      columns={COLUMNS}
      label="Recommended resources"
      noun="resource"
      variant="container"
      trackBy={(it) => `${it.EntityType} ${it.EntityId}`}
      header={
        <Header variant="h2" counter={`(${rows.length})`} description="Users and roles in findings of the last 7 days, the strongest reason first.">
          Recommended resources
        </Header>
      }
      empty={<Empty title="Nobody to investigate">No user or role is in a finding or a finding group of the last 7 days.</Empty>}
    />
  );
}
