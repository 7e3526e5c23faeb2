import type { AnyPanel, PanelTab } from '../../api/panel';

/** Exhaustive by type, in the order in which they are shown. */
const NAMES: Readonly<Record<PanelTab, string>> = {
  OVERVIEW: 'Overview',
  NEW_BEHAVIOR: 'New behavior',
  NETWORK: 'Network',
  RESOURCE_INTERACTION: 'Resource interaction',
  KUBERNETES_ACTIVITY: 'Kubernetes activity',
};

export interface ProfileTab {
  readonly id: PanelTab;
  readonly name: string;
  readonly panels: readonly AnyPanel[];
}

/** The tabs that a profile has panels for; a panel of a tab that is not known yet is on the first. */
export function tabsOf(panels: readonly AnyPanel[]): ProfileTab[] {
  const tabs = Object.keys(NAMES) as PanelTab[];
  const tabOf = (panel: AnyPanel): PanelTab => (Object.hasOwn(NAMES, panel.Tab) ? panel.Tab : 'OVERVIEW');
  return tabs
    .map((id) => ({ id, name: NAMES[id], panels: panels.filter((it) => tabOf(it) === id) }))
    .filter((it) => it.panels.length > 0);
}
