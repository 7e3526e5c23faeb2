// A finding group: what happened, in pictures and tables. User Guide, "Finding group profiles".

import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Tabs from '@cloudscape-design/components/tabs';
import { useMemo } from 'react';

import './group.css';
import type { GetFindingGroupResponse } from '../../api/behavior.gen';
import { useBehavior } from '../../api/hooks';
import { hrefTo, setParams, useLocation } from '../../app/location';
import { usePage } from '../../app/page';
import type { PageProps } from '../../app/routes';
import { Loading, Problem } from '../../components/States';
import { GroupPicture } from '../../group/GroupPicture';
import { type Scope, snapped } from '../../scope/scope';
import { Entities } from './Entities';
import { Findings } from './Findings';
import { GroupHeader } from './GroupHeader';
import { Lineage } from './Lineage';
import { Moments } from './Moments';
import { Story } from './Story';
import { Why } from './Why';

/** As many as the table has rows, evidence apart. */
function findingsTab({ FindingCount: findings, EvidenceCount: evidence }: GetFindingGroupResponse['FindingGroup']): string {
  return `Involved findings (${findings})${evidence > 0 ? ` and evidence (${evidence})` : ''}`;
}

export default function GroupPage({ params }: PageProps) {
  const { id = '' } = params;
  const answer = useBehavior('/behavior/findingGroups/get', { GroupId: id }, { keepPrevious: false });
  const group = answer.data;
  usePage(group?.FindingGroup.Title ?? 'Finding group', [{ text: 'Finding groups', href: hrefTo(['findingGroups']) }]);
  if (answer.error && group === undefined) {
    return <Problem error={answer.error} what="This finding group could not be loaded" retry={() => void answer.refetch()} />;
  }
  if (group === undefined) {
    return (
      <SpaceBetween size="l">
        <Loading height={150} label="Loading the finding group" />
        <Loading height={120} />
        <Loading height={760} />
      </SpaceBetween>
    );
  }
  return <Loaded key={id} group={group} />;
}

/** "Scope = earliest finding or evidence to most recently updated", in whole hours. */
function scopeOfGroup({ FindingGroup: { FirstSeen, LastSeen } }: GetFindingGroupResponse): Scope {
  return snapped(Date.parse(FirstSeen), Date.parse(LastSeen) + 1);
}

function Loaded({ group }: { group: GetFindingGroupResponse }) {
  const { params } = useLocation();
  const scope = useMemo(() => scopeOfGroup(group), [group]);
  const tabs = [
    { id: 'entities', label: `Involved entities (${group.FindingGroup.EntityCount})`, content: <Entities group={group} scope={scope} /> },
    { id: 'findings', label: findingsTab(group.FindingGroup), content: <Findings group={group} /> },
    { id: 'moments', label: 'In the order of time', content: <Moments group={group} /> },
    { id: 'why', label: 'Why they belong together', content: <Why group={group} /> },
  ];
  const active = tabs.find((it) => it.id === params.get('tab')) ?? tabs[0];
  return (
    <SpaceBetween size="l">
      <GroupHeader group={group} scope={scope} />
      <Story group={group} />
      <Lineage group={group} />
      <GroupPicture group={group} scope={scope} />
      {group.IsTruncated && (
        <Box variant="small">The group has more than is answered at once: the tables have the first 500 findings and 500 entities.</Box>
      )}
      <Tabs
        variant="container"
        activeTabId={active?.id ?? 'entities'}
        onChange={({ detail }) => setParams({ tab: detail.activeTabId }, { replace: true })}
        tabs={tabs}
        ariaLabel="Parts of the finding group"
      />
    </SpaceBetween>
  );
}
