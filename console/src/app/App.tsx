// The frame around every page.

import AppLayout from '@cloudscape-design/components/app-layout';
import BreadcrumbGroup from '@cloudscape-design/components/breadcrumb-group';
import { lazy, Suspense, useEffect } from 'react';

import { Loading } from '../components/States';
import { label } from '../format/text';
import { Flashes } from '../state/flash';
import { HelpContent, useHelp } from '../state/help';
import { usePane } from '../state/pane';
import { useAppearance } from '../state/preferences';
import { ErrorBoundary } from './ErrorBoundary';
import { GraphGate } from './GraphGate';
import { hrefTo, navigate, useLocation } from './location';
import { fill } from './matching';
import { Navigation } from './Navigation';
import { NotFound } from './NotFound';
import { useCrumbs } from './page';
import { aliasOf, find, ROUTES } from './routes';
import { TopBar } from './TopBar';
import { useAskAhead } from './useAskAhead';
import { useNavigationPane } from './useNavigationPane';

const SidePane = lazy(() => import('./SidePane'));

export function App() {
  useAppearance();
  useAskAhead();
  const { path, params } = useLocation();
  const [isNavigationOpen, setNavigationOpen] = useNavigationPane();
  const help = useHelp();
  const { shown: pane } = usePane();
  const found = find(path);
  const place = path.join('/');

  const alias = found ? undefined : aliasOf(path);
  const target = alias && find(fill(alias.target, alias.params)) ? hrefTo(fill(alias.target, alias.params), Object.fromEntries(params)) : undefined;
  useEffect(() => {
    if (target !== undefined) navigate(target, { replace: true });
  }, [target]);

  // A new page begins at its top; the same one at another scope time stays where it was read.
  useEffect(() => {
    window.scrollTo(0, 0);
  }, [place]);

  return (
    <>
      <a className="gs-skip" href="#main" onClick={(event) => { event.preventDefault(); document.getElementById('main')?.focus(); }}>
        Skip to the page
      </a>
      <TopBar />
      <AppLayout
        headerSelector="#top"
        navigation={<Navigation found={found} />}
        navigationOpen={isNavigationOpen}
        navigationWidth={240}
        onNavigationChange={({ detail }) => setNavigationOpen(detail.open)}
        tools={<HelpContent />}
        toolsOpen={help.isOpen}
        toolsHide={!help.isOpen}
        onToolsChange={({ detail }) => help.setOpen(detail.open)}
        splitPanel={
          pane && (
            <Suspense fallback={null}>
              <SidePane />
            </Suspense>
          )
        }
        splitPanelOpen={pane !== undefined}
        splitPanelPreferences={{ position: 'side' }}
        onSplitPanelToggle={({ detail }) => !detail.open && pane?.close()}
        breadcrumbs={<Breadcrumbs />}
        notifications={<Flashes />}
        stickyNotifications
        maxContentWidth={Number.MAX_VALUE}
        ariaLabels={{
          navigation: 'Pages',
          navigationClose: 'Close the navigation',
          navigationToggle: 'Open the navigation',
          notifications: 'Messages',
          tools: 'Help',
          toolsClose: 'Close the help',
          toolsToggle: 'Open the help',
        }}
        content={
          <div id="main" tabIndex={-1}>
            <ErrorBoundary place={place}>
              <GraphGate forMembers={found?.route.forMembers ?? false}>
                <Suspense fallback={<Loading height={480} label="Loading the page" />}>
                  {found ? <found.route.page params={found.params} /> : target === undefined && <NotFound path={path} />}
                </Suspense>
              </GraphGate>
            </ErrorBoundary>
          </div>
        }
      />
    </>
  );
}

function Breadcrumbs() {
  const crumbs = useCrumbs();
  const [landing] = ROUTES;
  const first = { text: 'Detective', href: landing ? hrefTo(landing.path.split('/')) : '#' };
  return <BreadcrumbGroup items={[first, ...(crumbs ?? []).map((it) => ({ ...it, text: label(it.text, 80) }))]} ariaLabel="Breadcrumbs" />;
}
