// The first questions are asked before what draws their answers is loaded: nothing here imports more of React than its
// hooks, or the design system.

import { newQueryClient } from './api/queries';
import { askAhead } from './app/ahead';
import { documentReady } from './app/document';
import { parseHash } from './app/location';
import { askForAccess } from './state/access';

const client = newQueryClient();
const known = askForAccess(client);
const [graph] = known?.graphs ?? [];
if (known && graph?.isAdministrator) askAhead(client, parseHash(window.location.hash), known.session.AccountId, graph.arn);

// This runs as soon as it is loaded, which may be before the rest of the page.
const [{ draw }] = await Promise.all([import('./app/root'), documentReady()]);
const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
draw(root, client);
