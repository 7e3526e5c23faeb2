// The top of a profile, which stays while one scrolls: what it is, of when, which part.

import Box from '@cloudscape-design/components/box';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import Tabs from '@cloudscape-design/components/tabs';

import type { EntityDetail, EntityType } from '../../api/behavior.gen';
import type { PanelTab } from '../../api/panel';
import { AccountLink } from '../../components/EntityLink';
import { SafeText } from '../../components/SafeText';
import { TypeIcon } from '../../components/TypeIcon';
import { pathFromHref } from '../../entities/links';
import { shortName } from '../../entities/names';
import { ENTITY_TYPES, isInvestigable } from '../../entities/types';
import { paramsOfScope } from '../../scope/scope';
import { ScopePicker } from '../../scope/ScopePicker';
import type { ScopeOfPage } from '../../scope/useScope';
import { RunInvestigation } from '../../components/RunInvestigation';
import { useGraph } from '../../state/graph';
import { CompareWith } from './CompareWith';
import type { ProfileTab } from './tabs';

interface Props {
  readonly type: EntityType;
  readonly id: string;
  readonly entity: EntityDetail | undefined;
  readonly scope: ScopeOfPage;
  readonly tabs: readonly ProfileTab[];
  readonly activeTab: PanelTab | undefined;
  readonly onTab: (tab: string) => void;
  readonly isLoading: boolean;
}

export function EntityHeader({ type, id, entity, scope, tabs, activeTab, onTab, isLoading }: Props) {
  const { isAdministrator } = useGraph();
  return (
    <div className="gs-profile-header">
      <div className="gs-profile-line">
        <span className="gs-profile-icon">
          <TypeIcon type={type} size="big" />
        </span>
        <div className="gs-profile-name">
          <Box variant="awsui-key-label">
            <span className="gs-profile-kind">
              <span>
                {ENTITY_TYPES[type].name}
                {entity?.AccountId !== undefined && type !== 'AwsAccount' && (
                  <>
                    {' in '}
                    <AccountLink id={entity.AccountId} />
                  </>
                )}
              </span>
              {isAdministrator && (
                <Link href={pathFromHref(type, id, paramsOfScope(scope.scope))} ariaLabel="Find a path from here">
                  Find a path
                </Link>
              )}
            </span>
          </Box>
          <h1 className="gs-profile-title">
            <SafeText length={90}>{entity?.Name ?? shortName(type, id)}</SafeText>
            {isLoading && (
              <span className="gs-profile-spinner">
                <Spinner />
              </span>
            )}
          </h1>
        </div>
        <SpaceBetween direction="horizontal" size="m" alignItems="center">
          <ScopePicker of={scope} />
          <CompareWith type={type} id={id} scope={scope.scope} />
          {isInvestigable(type) && <RunInvestigation entityArn={entity?.Arn} name={entity?.Name ?? id} scope={scope.scope} />}
        </SpaceBetween>
      </div>
      <div className="gs-profile-tabs">
        <Tabs
          activeTabId={activeTab ?? ''}
          onChange={({ detail }) => onTab(detail.activeTabId)}
          tabs={tabs.length > 0 ? tabs.map((it) => ({ id: it.id, label: it.name })) : [{ id: '', label: 'Overview' }]}
          ariaLabel="Parts of the profile"
          disableContentPaddings
        />
      </div>
    </div>
  );
}
