import SideNavigation, { type SideNavigationProps } from '@cloudscape-design/components/side-navigation';

import { useAccessState } from '../state/graph';
import { hrefTo } from './location';
import { type Found, ROUTES, type Section } from './routes';

const SECTIONS: readonly Section[] = ['Investigate', 'Manage', 'Settings'];

export function Navigation({ found }: { found: Found | undefined }) {
  const access = useAccessState();
  const isMember = access.status === 'ready' && access.graph?.isAdministrator !== true;
  const items: SideNavigationProps.Item[] = SECTIONS.flatMap((section) => {
    const links = ROUTES.filter((it) => it.section === section && (it.forMembers || !isMember)).map((it) => ({
      type: 'link' as const,
      text: it.title,
      href: hrefTo(it.path.split('/')),
    }));
    return links.length === 0 ? [] : [{ type: 'section-group' as const, title: section, items: links }];
  });
  if (access.status === 'ready') {
    items.push({ type: 'divider' }, { type: 'link', text: `Gumshoe ${access.session.Version}`, href: '#', info: undefined });
  }
  const active = found && (found.route.section ? found.route.path : found.route.parent);
  return <SideNavigation activeHref={active === undefined ? '' : hrefTo(active.split('/'))} items={items} header={{ text: 'Detective', href: '#' }} />;
}
