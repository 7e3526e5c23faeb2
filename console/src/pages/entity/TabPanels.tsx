import SpaceBetween from '@cloudscape-design/components/space-between';
import { useMemo } from 'react';

import { ActivityDetails } from '../../activity/ActivityDetails';
import { detailsOfParams, NO_DETAILS, paramsOfDetails } from '../../activity/inUrl';
import type { EntityType } from '../../api/behavior.gen';
import type { AnyPanel } from '../../api/panel';
import { setParams, useLocation } from '../../app/location';
import { Later } from '../../components/Later';
import { drillDownOf, heightOf, isEmpty, Panel } from '../../components/Panel';
import type { ChosenFinding, Details } from '../../forms/form';
import { paramsOfScope, type Scope } from '../../scope/scope';
import { EmptyPanels } from './EmptyPanels';
import type { ProfileTab } from './tabs';

interface Entity {
  readonly EntityType: EntityType;
  readonly EntityId: string;
}

interface Props {
  readonly tab: ProfileTab;
  readonly entity: Entity;
  readonly scope: Scope;
  /** What is shown is of another scope time, and the new one is being asked for. */
  readonly isStale: boolean;
}

export function TabPanels({ tab, entity, scope, isStale }: Props) {
  const open = useLocation().params.get('details');
  const filled = tab.panels.filter((it) => !isEmpty(it));
  const above = (index: number) => filled.slice(0, index).reduce((sum, it) => sum + heightOf(it), 0);
  return (
    <div className={isStale ? 'gs-stale' : ''} aria-busy={isStale}>
      <SpaceBetween size="l">
        {filled.map((panel, index) => (
          <Later key={panel.Id} height={heightOf(panel)} isWanted={above(index) < window.innerHeight || open === panel.Id}>
            <PanelWithDetails panel={panel} entity={entity} scope={scope} />
          </Later>
        ))}
        <EmptyPanels panels={tab.panels.filter(isEmpty)} />
      </SpaceBetween>
    </div>
  );
}

/** Beside the page, at the time at which it was observed. User Guide, "Entity profiles". */
function showFinding({ id, observed }: ChosenFinding): void {
  setParams({ ...NO_DETAILS, finding: id, ...(observed ? paramsOfScope(observed) : {}) });
}

function PanelWithDetails({ panel, entity, scope }: { panel: AnyPanel; entity: Entity; scope: Scope }) {
  const { params } = useLocation();
  const details = useMemo(() => detailsOfParams(params, panel.Id, drillDownOf(panel)), [params, panel]);
  const onDetails = useMemo(() => (next: Details) => setParams({ ...NO_DETAILS, ...paramsOfDetails(panel.Id, next) }), [panel.Id]);
  return (
    <Panel panel={panel} entity={entity} scope={scope} details={details} onDetails={onDetails} finding={params.get('finding') ?? undefined} onFinding={showFinding}>
      {details && (
        <ActivityDetails
          key={JSON.stringify(details.filters)}
          entity={entity}
          panel={panel.Title}
          details={details}
          scope={scope}
          onWindow={(window) => onDetails({ ...details, window })}
          onView={(view) => setParams({ detailsView: view }, { replace: true })}
          onClose={() => setParams(NO_DETAILS)}
        />
      )}
    </Panel>
  );
}
