// Who asks, and where: what the server that serves the console tells of itself.

import { ask } from './http';

export interface Session {
  /** `LOCAL`: `gumshoe up`, which believes any account. `REMOTE`: a deployment, asked with the analyst's credentials. */
  readonly Mode: 'LOCAL' | 'REMOTE';
  readonly Region: string;
  readonly Endpoint: string;
  readonly Version: string;
  readonly AccountId: string;
  readonly Accounts: readonly string[];
}

export async function getSession(): Promise<Session> {
  return (await ask('GET', '/console/session')) as Session;
}
