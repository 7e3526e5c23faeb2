import SpaceBetween from '@cloudscape-design/components/space-between';

import type { EntityType } from '../../api/behavior.gen';
import { Panel } from '../../components/Panel';
import type { ScopeOfPage } from '../../scope/useScope';
import type { ProfileTab } from './tabs';

interface Props {
  readonly tab: ProfileTab;
  readonly entity: { readonly EntityType: EntityType; readonly EntityId: string };
  readonly scope: ScopeOfPage;
  /** What is shown is of another scope time, and the new one is being asked for. */
  readonly isStale: boolean;
}

export function TabPanels({ tab, entity, scope, isStale }: Props) {
  return (
    <div className={isStale ? 'gs-stale' : ''} aria-busy={isStale}>
      <SpaceBetween size="l">
        {tab.panels.map((panel) => (
          <Panel key={panel.Id} panel={panel} entity={entity} scope={scope.scope} />
        ))}
      </SpaceBetween>
    </div>
  );
}
