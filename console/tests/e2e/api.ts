// The API beside the page, to compare numbers with.

import { inject } from 'vitest';

import type { AnswerOf, BehaviorPath, QuestionOf } from '../../src/api/behavior';
import { type InputOf, type Operation, type OutputOf, requestOf } from '../../src/api/detective';

async function post(path: string, body: object): Promise<unknown> {
  const response = await fetch(`${inject('console')}/console/api${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'X-Gumshoe-Console': '1' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return response.json();
}

let graph: Promise<string> | undefined;

async function graphArn(): Promise<string> {
  const answer = (await post('/graphs/list', {})) as { GraphList: { Arn: string }[] };
  return answer.GraphList[0]?.Arn ?? '';
}

export async function askBehavior<P extends BehaviorPath>(path: P, question: QuestionOf<P>): Promise<AnswerOf<P>> {
  graph ??= graphArn();
  return (await post(path, { GraphArn: await graph, ...question })) as AnswerOf<P>;
}

/** An operation of the Detective API that is sent in the body, of the graph. */
export async function askDetective<O extends Operation>(operation: O, input: Omit<InputOf<O>, 'GraphArn'>): Promise<OutputOf<O>> {
  graph ??= graphArn();
  const { path, rest } = requestOf(operation, { GraphArn: await graph, ...input });
  return (await post(path, rest)) as OutputOf<O>;
}

/** The user whose stolen keys the intruder of the demonstration uses, by its ARN: its name may be a hostile one. */
export const INTRUDER = '*:user/deploy-bot';

export async function intruder(): Promise<{ id: string; name: string }> {
  const { Entities } = await askBehavior('/behavior/entities/search', { EntityType: 'AwsUser', Query: INTRUDER });
  const [user] = Entities;
  if (user === undefined) throw new Error('The demonstration has no deploy-bot.');
  return { id: user.EntityId, name: user.Name ?? user.EntityId };
}
