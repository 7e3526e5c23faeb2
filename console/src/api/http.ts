// Requests to the server that this page came from, which signs them and passes them on.

import { problemOf } from './problem';

/** The account that the analyst chose to ask as; only of `gumshoe up`, which believes it. */
let chosenAccount: string | undefined;

export function askAs(account: string | undefined): void {
  chosenAccount = account;
}

export const API = '/console/api';

/** `fetch` with what tells the server that this page asks, and not another site. */
export function consoleFetch(request: Request): Promise<Response> {
  request.headers.set('X-Gumshoe-Console', '1');
  if (chosenAccount !== undefined) request.headers.set('X-Gumshoe-Account', chosenAccount);
  return fetch(request);
}

/** A request's answer; throws an `ApiProblem`. */
export async function ask(method: string, path: string, body?: unknown): Promise<unknown> {
  const init: RequestInit = { method, headers: { 'content-type': 'application/json' } };
  if (body !== undefined) init.body = JSON.stringify(body);
  const response = await consoleFetch(new Request(new URL(path, window.location.origin), init));
  const text = await response.text();
  const answer: unknown = text === '' ? {} : parsed(text);
  if (!response.ok) throw problemOf(response, answer);
  return answer;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
