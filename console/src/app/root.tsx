// What draws the console.

import '@cloudscape-design/global-styles/index.css';
import '../console.css';
import '../profile.css';
import '../charts/charts.css';

import { I18nProvider } from '@cloudscape-design/components/i18n';
import messages from '@cloudscape-design/components/i18n/messages/all.en';
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { FlashProvider } from '../state/flash';
import { AccessProvider } from '../state/graph';
import { HelpProvider } from '../state/help';
import { PaneProvider } from '../state/pane';
import { App } from './App';
import { parseHash } from './location';
import { PageProvider } from './page';
import { find } from './routes';

/** Draws the page of the address, which is loaded meanwhile. One that cannot be loaded says so when it is its turn. */
export function draw(element: HTMLElement, client: QueryClient): void {
  find(parseHash(window.location.hash).path)
    ?.route.load()
    .catch(() => undefined);
  createRoot(element).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <I18nProvider locale="en" messages={[messages]}>
          <AccessProvider>
            <FlashProvider>
              <HelpProvider>
                <PageProvider>
                  <PaneProvider>
                    <App />
                  </PaneProvider>
                </PageProvider>
              </HelpProvider>
            </FlashProvider>
          </AccessProvider>
        </I18nProvider>
      </QueryClientProvider>
    </StrictMode>,
  );
}
