// The behavior API, typed by docs/openapi.json.

import createClient from 'openapi-fetch';

import type { paths } from './behavior.gen';
import { API, consoleFetch } from './http';
import { problemOf } from './problem';

/** A path of the behavior API, such as `/behavior/entities/get`. */
export type BehaviorPath = keyof paths;

export type BodyOf<P extends BehaviorPath> = paths[P]['post']['requestBody']['content']['application/json'];
export type AnswerOf<P extends BehaviorPath> = paths[P]['post']['responses'][200]['content']['application/json'];

/** What a page gives; the graph is added. */
export type QuestionOf<P extends BehaviorPath> = Omit<BodyOf<P>, 'GraphArn'>;

const client = createClient<paths>({
  baseUrl: typeof window === 'undefined' ? API : `${window.location.origin}${API}`,
  fetch: consoleFetch,
});

/** Asks an operation; throws an `ApiProblem`. */
export async function behavior<P extends BehaviorPath>(path: P, body: BodyOf<P>): Promise<AnswerOf<P>> {
  // openapi-fetch cannot follow a path that is a type parameter; the signature above says the same.
  const post = client.POST as (path: P, init: { body: BodyOf<P> }) => Promise<{ data?: AnswerOf<P>; error?: unknown; response: Response }>;
  const { data, error, response } = await post(path, { body });
  if (data === undefined) throw problemOf(response, error);
  return data;
}
