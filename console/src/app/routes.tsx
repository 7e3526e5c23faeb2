// Every page: its address, its name, where it is in the navigation, its file. A page is a file and a line here.

import { type ComponentType, lazy, type LazyExoticComponent } from 'react';

import { match } from './matching';

export interface PageProps {
  /** The parameters of the path, such as `type` and `id`. */
  readonly params: Readonly<Record<string, string>>;
}

export type Section = 'Investigate' | 'Manage' | 'Settings';

export interface Route {
  /** Segments of the hash; `:name` is a parameter, and the last one takes the rest. */
  readonly path: string;
  readonly title: string;
  /** Where the side navigation has it; pages with parameters are reached from others. */
  readonly section?: Section;
  /** The page that it belongs to, for the breadcrumbs and the navigation's mark. */
  readonly parent?: string;
  /** Whether accounts without a graph of their own have it, too. User Guide, "Available actions for accounts". */
  readonly forMembers?: boolean;
  readonly page: LazyExoticComponent<ComponentType<PageProps>>;
  /** Loads the page before it is drawn. */
  readonly load: () => Promise<unknown>;
}

type Loaded = Promise<{ default: ComponentType<PageProps> }>;

const page = (load: () => Loaded) => ({ page: lazy(load), load });

// The first is where one lands. More specific paths come before those with parameters.
export const ROUTES: readonly Route[] = [
  { path: 'summary', title: 'Summary', section: 'Investigate', ...page(() => import('../pages/summary/SummaryPage')) },
  { path: 'search', title: 'Search', section: 'Investigate', ...page(() => import('../pages/search/SearchPage')) },
  { path: 'investigations', title: 'Investigations', section: 'Investigate', ...page(() => import('../pages/investigations/InvestigationsPage')) },
  { path: 'investigationReport/:id', title: 'Investigation report', parent: 'investigations', ...page(() => import('../pages/report/ReportPage')) },
  { path: 'findingGroups', title: 'Finding groups', section: 'Investigate', ...page(() => import('../pages/groups/GroupsPage')) },
  { path: 'entities/FindingGroup/:id', title: 'Finding group', parent: 'findingGroups', ...page(() => import('../pages/group/GroupPage')) },
  { path: 'findings/:id', title: 'Finding', parent: 'findingGroups', ...page(() => import('../pages/finding/FindingPage')) },
  { path: 'entities/:type/:id', title: 'Entity', parent: 'search', ...page(() => import('../pages/entity/EntityPage')) },
  { path: 'highVolumeEntities', title: 'High-volume entities', section: 'Investigate', ...page(() => import('../pages/highVolume/HighVolumePage')) },
  { path: 'path', title: 'Paths', section: 'Investigate', ...page(() => import('../pages/path/PathPage')) },
  { path: 'compare', title: 'Compare', section: 'Investigate', ...page(() => import('../compare/ComparePage')) },
  { path: 'notebook', title: 'Notebook', section: 'Investigate', ...page(() => import('../notebook/NotebookPage')) },
  { path: 'accounts', title: 'Account management', section: 'Manage', forMembers: true, ...page(() => import('../pages/accounts/AccountsPage')) },
  { path: 'usage', title: 'Usage', section: 'Manage', forMembers: true, ...page(() => import('../pages/usage/UsagePage')) },
  { path: 'ingest', title: 'Ingest status', section: 'Manage', ...page(() => import('../pages/ingest/IngestPage')) },
  { path: 'settings', title: 'Settings', section: 'Settings', forMembers: true, ...page(() => import('../pages/settings/SettingsPage')) },
];

/** Old and other addresses, and where they lead. User Guide, "Navigating directly to ... using a URL". */
const ALIASES: readonly (readonly [pattern: string, target: string])[] = [
  ['findings/GuardDuty/:id', 'findings/:id'],
  ['findings/SecurityHub/:id', 'findings/:id'],
  ['findingGroups/:id', 'entities/FindingGroup/:id'],
  ['investigations/:id', 'investigationReport/:id'],
];

export interface Found {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** The page of a path; nothing where there is none, or where it is an old address of another. */
export function find(path: readonly string[], routes: readonly Route[] = ROUTES): Found | undefined {
  if (path.length === 0) {
    const [route] = routes;
    return route && { route, params: {} };
  }
  // `findings/GuardDuty/<id>` is not a finding whose id has a slash.
  if (aliasOf(path)) return undefined;
  for (const route of routes) {
    const params = match(route.path, path);
    if (params) return { route, params };
  }
  return undefined;
}

/** The pattern that an old address stands for, with its parameters. */
export function aliasOf(path: readonly string[]): { target: string; params: Record<string, string> } | undefined {
  for (const [pattern, target] of ALIASES) {
    const params = match(pattern, path);
    if (params) return { target, params };
  }
  return undefined;
}
