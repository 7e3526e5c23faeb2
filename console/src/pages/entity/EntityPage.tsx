// The profile of an entity: everything that the server has panels for. User Guide, "Entity profiles".

import SpaceBetween from '@cloudscape-design/components/space-between';

import { NO_DETAILS } from '../../activity/inUrl';
import type { EntityType } from '../../api/behavior.gen';
import { useBehavior } from '../../api/hooks';
import { panelsOf } from '../../api/panel';
import { hrefTo, setParams, useLocation } from '../../app/location';
import { NotFound } from '../../app/NotFound';
import { usePage } from '../../app/page';
import type { PageProps } from '../../app/routes';
import { Loading } from '../../components/States';
import { shortName } from '../../entities/names';
import { ENTITY_TYPES, isEntityType } from '../../entities/types';
import { FindingPane } from '../../finding/FindingPane';
import { useScope } from '../../scope/useScope';
import { EntityHeader } from './EntityHeader';
import { Notices } from './Notices';
import { ProfileProblem } from './ProfileProblem';
import { PATH, questionOf } from './question';
import { TabPanels } from './TabPanels';
import { tabsOf } from './tabs';

export default function EntityPage({ params }: PageProps) {
  const { type = '', id = '' } = params;
  if (!isEntityType(type)) return <NotFound path={['entities', type, id]} />;
  return <Profile key={`${type} ${id}`} type={type} id={id} />;
}

/** Details, findings, a timeline: what most profiles begin with. */
const SHAPES: readonly number[] = [150, 260, 360];

function Profile({ type, id }: { type: EntityType; id: string }) {
  const { params } = useLocation();
  const scope = useScope();
  const finding = params.get('finding');
  // A profile beside a finding that is gone, or that is somebody's idea of a URL, is still a profile.
  const isGone = useBehavior('/behavior/findings/get', { FindingId: finding ?? '' }, { enabled: finding !== null }).error !== null;
  const beside = finding === null || isGone ? {} : { FindingId: finding };
  const answer = useBehavior(PATH, { ...questionOf(type, id, scope.scope), ...beside }, { keepPrevious: true });
  const profile = answer.data;
  const name = profile?.Entity.Name ?? shortName(type, id);
  usePage(name, [
    { text: 'Search', href: hrefTo(['search']) },
    { text: ENTITY_TYPES[type].plural, href: hrefTo(['search'], { type, q: '*' }) },
  ]);
  const tabs = profile ? tabsOf(panelsOf(profile.Panels)) : [];
  const active = tabs.find((it) => it.id === params.get('tab')) ?? tabs[0];
  return (
    <>
      <EntityHeader
        type={type}
        id={id}
        entity={profile?.Entity}
        scope={scope}
        tabs={tabs}
        activeTab={active?.id}
        onTab={(tab) => setParams({ ...NO_DETAILS, tab })}
        isLoading={answer.isFetching}
      />
      {finding !== null && <FindingPane id={finding} onClose={() => setParams({ finding: undefined })} />}
      {answer.error && !profile ? (
        <ProfileProblem error={answer.error} type={type} id={id} retry={() => void answer.refetch()} />
      ) : (
        <SpaceBetween size="l">
          {profile && <Notices profile={profile} scope={scope} />}
          {active ? (
            <TabPanels tab={active} entity={{ EntityType: type, EntityId: id }} scope={scope.scope} isStale={answer.isPlaceholderData} />
          ) : (
            SHAPES.map((height) => <Loading key={height} height={height} label="Loading the profile" />)
          )}
        </SpaceBetween>
      )}
    </>
  );
}
