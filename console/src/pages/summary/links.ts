// What is behind the numbers of Summary: the activity in panels of profiles, of the same hours.

import type { EntityType } from '../../api/behavior.gen';
import type { PanelTab } from '../../api/panel';
import { entityHref } from '../../entities/links';
import { DAY, paramsOfScope, type Scope } from '../../scope/scope';

interface Behind {
  readonly panel: string;
  readonly tab: PanelTab;
  /** Whose activity it is, of all in the panel: pairs of dimension and value. */
  readonly of?: readonly (readonly [dimension: string, value: string])[];
}

/** The profile with a panel's activity of some hours open. */
function detailsHref(type: EntityType, id: string, window: Scope, interval: Scope, { panel, tab, of = [] }: Behind): string {
  // Hours of the week before are within the scope time only if that is the week.
  const scope = interval.start >= window.start && interval.end <= window.end ? window : { start: window.end - 7 * DAY, end: window.end };
  return entityHref(type, id, {
    ...paramsOfScope(scope),
    tab,
    details: panel,
    detailsStart: String(interval.start / 1000),
    detailsEnd: String(interval.end / 1000),
    detailsOf: of.length === 0 ? undefined : JSON.stringify(of),
  });
}

export function callsHref(type: EntityType, id: string, window: Scope, interval = window): string {
  return detailsHref(type, id, window, interval, { panel: 'OverallApiCallVolume', tab: 'OVERVIEW' });
}

export function trafficHref(id: string, window: Scope, interval = window): string {
  return detailsHref('Ec2Instance', id, window, interval, { panel: 'OverallVpcFlowVolume', tab: 'NETWORK' });
}

interface Place {
  readonly Country?: string | undefined;
  readonly City?: string | undefined;
}

/** The calls from a place, as the profile's panel of new places tells them. */
export function callsFromHref(type: EntityType, id: string, window: Scope, place: Place): string {
  const of = (['Country', 'City'] as const).flatMap((dimension) => {
    const value = place[dimension];
    return value === undefined ? [] : [[dimension, value] as const];
  });
  return detailsHref(type, id, window, window, { panel: 'NewGeolocations', tab: 'NEW_BEHAVIOR', of });
}

/** A profile at the tab where a panel is. */
export function panelHref(type: EntityType, id: string, window: Scope, tab: PanelTab): string {
  return entityHref(type, id, { ...paramsOfScope(window), tab });
}
