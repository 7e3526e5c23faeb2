// Who asked the last time, and of which graphs: the next page does not wait to be told again.

import type { Session } from '../api/session';
import { storeOf } from './store';

export interface GraphChoice {
  readonly arn: string;
  /** Whether the account administers it, rather than feeds it. */
  readonly isAdministrator: boolean;
  readonly administrator: string;
}

export interface Known {
  readonly session: Session;
  readonly graphs: readonly GraphChoice[];
}

type Fields = Readonly<Record<string, unknown>>;

const isObject = (it: unknown): it is Fields => typeof it === 'object' && it !== null;
const areTexts = (of: Fields, ...names: readonly string[]) => names.every((it) => typeof of[it] === 'string');

const isSession = (it: unknown): it is Session =>
  isObject(it) &&
  areTexts(it, 'Region', 'Endpoint', 'Version', 'AccountId') &&
  (it.Mode === 'LOCAL' || it.Mode === 'REMOTE') &&
  Array.isArray(it.Accounts) &&
  it.Accounts.every((account) => typeof account === 'string');

const isGraph = (it: unknown): it is GraphChoice => isObject(it) && areTexts(it, 'arn', 'administrator') && typeof it.isAdministrator === 'boolean';

/** Nothing where the browser has something else, such as another version's. */
export function parseKnown(stored: unknown): Known | undefined {
  if (!isObject(stored) || !isSession(stored.session) || !Array.isArray(stored.graphs) || !stored.graphs.every(isGraph)) return undefined;
  return { session: stored.session, graphs: stored.graphs };
}

export const knownStore = storeOf<Known | undefined>('gumshoe.known', parseKnown);
