// How the severity of an investigation comes about. docs/openapi.json, `SeverityWorking`: likelihood times impact.

import type { FindingSeverity } from '../api/behavior.gen';

/** Of more on the other hand: the least product of each, the worst first. */
const LEAST: readonly (readonly [FindingSeverity, number])[] = [
  ['CRITICAL', 12],
  ['HIGH', 7],
  ['MEDIUM', 4],
  ['LOW', 1],
];

export function severityOf(likelihood: number, impact: number): FindingSeverity {
  return LEAST.find(([, least]) => likelihood * impact >= least)?.[0] ?? 'INFORMATIONAL';
}

export const LIKELIHOODS = [4, 3, 2, 1, 0] as const;
export const IMPACTS = [1, 2, 3, 4] as const;
