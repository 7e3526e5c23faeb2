// What a model's answer is shown as.

import type { ApiProblem } from '../../api/problem';

/** The answer where a deployment has no model, or not this one. */
export function namesModel(problem: Pick<ApiProblem, 'kind' | 'message'>): boolean {
  return problem.kind === 'ValidationException' && problem.message.includes('SummaryModel');
}

/** The lines of a plain text that say something. */
export function linesOf(text: string): string[] {
  return text.split(/\r?\n/).filter((it) => it.trim() !== '');
}
