import '@cloudscape-design/global-styles/index.css';
import './console.css';
import './charts/charts.css';

import { I18nProvider } from '@cloudscape-design/components/i18n';
import messages from '@cloudscape-design/components/i18n/messages/all.en';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { newQueryClient } from './api/hooks';
import { App } from './app/App';
import { PageProvider } from './app/page';
import { FlashProvider } from './state/flash';
import { AccessProvider } from './state/graph';
import { HelpProvider } from './state/help';
import { PaneProvider } from './state/pane';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={newQueryClient()}>
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
