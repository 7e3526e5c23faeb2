// The API beside the page, to compare numbers with.

import { inject } from 'vitest';

import type { AnswerOf, BehaviorPath, QuestionOf } from '../../src/api/behavior';
import { type InputOf, type Operation, type OutputOf, requestOf } from '../../src/api/detective';

interface Request {
  readonly method: string;
  readonly path: string;
  readonly rest: object;
}

async function ask({ method, path, rest }: Request, account?: string): Promise<unknown> {
  const response = await fetch(`${inject('console')}/console/api${path}`, {
    method,
    headers: { 'content-type': 'application/json', 'X-Gumshoe-Console': '1', ...(account === undefined ? {} : { 'X-Gumshoe-Account': account }) },
    ...(method === 'GET' ? {} : { body: JSON.stringify(rest) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`);
  return text === '' ? {} : JSON.parse(text);
}

/** Asks as the account that the stack belongs to, or as another. */
export async function askDetective<O extends Operation>(operation: O, input: InputOf<O>, account?: string): Promise<OutputOf<O>> {
  return (await ask(requestOf(operation, input), account)) as OutputOf<O>;
}

let graph: Promise<string> | undefined;

/** The graph of the demonstration. */
export async function graphArn(): Promise<string> {
  graph ??= askDetective('ListGraphs', {}).then((it) => it.GraphList?.[0]?.Arn ?? '');
  return graph;
}

export async function askBehavior<P extends BehaviorPath>(path: P, question: QuestionOf<P>): Promise<AnswerOf<P>> {
  return (await ask({ method: 'POST', path, rest: { GraphArn: await graphArn(), ...question } })) as AnswerOf<P>;
}

/** The user whose stolen keys the intruder of the demonstration uses, by its ARN: its name may be a hostile one. */
export const INTRUDER = '*:user/deploy-bot';

export async function intruder(): Promise<{ id: string; name: string }> {
  const { Entities } = await askBehavior('/behavior/entities/search', { EntityType: 'AwsUser', Query: INTRUDER });
  const [user] = Entities;
  if (user === undefined) throw new Error('The demonstration has no deploy-bot.');
  return { id: user.EntityId, name: user.Name ?? user.EntityId };
}

/** The role that the intruder went on with. */
export async function stolenRole(): Promise<string> {
  const { id } = await intruder();
  const start = new Date(Date.now() - 7 * 86_400_000).toISOString();
  const { Relationships } = await askBehavior('/behavior/relationships/list', { EntityType: 'AwsUser', EntityId: id, ScopeStartTime: start });
  const role = Relationships.find((it) => it.Relation === 'ASSUMED')?.Entity;
  if (role === undefined) throw new Error('The intruder assumed no role.');
  return role.EntityId;
}

/** How often a report is looked for, and how long: investigations take seconds. */
const LOOKS = 120;

/** An investigation that has ended: one that there is, or that of the intruder. */
export async function investigation(): Promise<string> {
  const GraphArn = await graphArn();
  const listed = (await askDetective('ListInvestigations', { GraphArn })).InvestigationDetails?.find((it) => it.Status === 'SUCCESSFUL');
  if (listed?.InvestigationId !== undefined) return listed.InvestigationId;
  const { id } = await intruder();
  const { Entity } = await askBehavior('/behavior/entities/get', { EntityType: 'AwsUser', EntityId: id });
  const now = Math.ceil(Date.now() / 3_600_000) * 3_600_000;
  const { InvestigationId = '' } = await askDetective('StartInvestigation', {
    GraphArn,
    EntityArn: Entity.Arn ?? '',
    ScopeStartTime: new Date(now - 86_400_000).toISOString(),
    ScopeEndTime: new Date(now).toISOString(),
  });
  for (let look = 0; look < LOOKS; look += 1) {
    const { Status } = await askDetective('GetInvestigation', { GraphArn, InvestigationId });
    if (Status === 'SUCCESSFUL') return InvestigationId;
    if (Status === 'FAILED') break;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  throw new Error(`The investigation ${InvestigationId} has no report.`);
}
