// The bar on top: which account and Region, how it looks.

import TopNavigation, { type TopNavigationProps } from '@cloudscape-design/components/top-navigation';

import { useAccessState } from '../state/graph';
import { DENSITIES, THEMES, TIME_ZONES, usePreferences } from '../state/preferences';

const NAMES = {
  system: 'Theme of the system',
  light: 'Light',
  dark: 'Dark',
  utc: 'UTC',
  local: 'Local time',
  comfortable: 'Comfortable',
  compact: 'Compact',
} as const;

function choices<T extends keyof typeof NAMES>(group: string, values: readonly T[], chosen: T) {
  return values.map((value) => ({
    id: `${group}:${value}`,
    text: NAMES[value],
    itemType: 'checkbox' as const,
    checked: value === chosen,
  }));
}

export function TopBar() {
  const access = useAccessState();
  const [preferences, set] = usePreferences();
  const utilities: TopNavigationProps.Utility[] = [];
  if (access.status === 'ready') {
    const { session, account, graphs, graph } = access;
    if (graphs.length > 1) {
      utilities.push({
        type: 'menu-dropdown',
        iconName: 'share',
        text: graph?.isAdministrator ? 'Own graph' : `Graph of ${graph?.administrator ?? ''}`,
        ariaLabel: 'Graph',
        items: graphs.map((it) => ({
          id: it.arn,
          text: it.isAdministrator ? 'Own graph' : `Graph of ${it.administrator}`,
          itemType: 'checkbox' as const,
          checked: it.arn === graph?.arn,
        })),
        onItemClick: ({ detail }) => access.chooseGraph(detail.id),
      });
    }
    if (session.Mode === 'LOCAL' && session.Accounts.length > 1) {
      utilities.push({
        type: 'menu-dropdown',
        iconName: 'user-profile',
        text: account,
        ariaLabel: `Account ${account}`,
        description: 'gumshoe up believes whatever account asks',
        items: session.Accounts.map((id) => ({ id, text: id, itemType: 'checkbox' as const, checked: id === account })),
        onItemClick: ({ detail }) => access.chooseAccount(detail.id),
      });
    } else {
      utilities.push({ type: 'button', iconName: 'user-profile', text: account, ariaLabel: `Account ${account}` });
    }
    utilities.push({ type: 'button', text: session.Mode === 'LOCAL' ? `${session.Region} (local)` : session.Region, title: session.Endpoint, ariaLabel: `Region ${session.Region}` });
  }
  utilities.push({
    type: 'menu-dropdown',
    iconName: 'settings',
    ariaLabel: 'Preferences',
    title: 'Preferences',
    items: [
      { id: 'theme', text: 'Theme', items: choices('theme', THEMES, preferences.theme) },
      { id: 'timeZone', text: 'Times', items: choices('timeZone', TIME_ZONES, preferences.timeZone) },
      { id: 'density', text: 'Density', items: choices('density', DENSITIES, preferences.density) },
    ],
    onItemClick: ({ detail }) => {
      const [group, value] = detail.id.split(':');
      if (group !== undefined && value !== undefined) set({ [group]: value });
    },
  });
  return (
    <div id="top">
      <TopNavigation
        identity={{ href: '#', title: 'Gumshoe', logo: { src: '/favicon.svg', alt: '' } }}
        utilities={utilities}
        i18nStrings={{ overflowMenuTriggerText: 'More', overflowMenuTitleText: 'All' }}
      />
    </div>
  );
}
