// A finding as the notebook keeps it.

import type { FindingDetail } from '../api/behavior.gen';
import { typeName } from '../entities/names';
import { PROVIDER_WORDS, ROLE_WORDS, SEVERITY_WORDS, STATE_WORDS, workflowWord } from '../format/words';
import type { Snapshot } from '../notebook/notebook';

export function snapshotsOfFinding(it: FindingDetail): Snapshot[] {
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Types', it.Types.join(', ')],
    ['Severity', `${SEVERITY_WORDS[it.Severity]} (${it.SeverityNumber})`],
    ['State', STATE_WORDS[it.State]],
    ['First observed', it.FirstSeen],
    ['Last observed', it.LastSeen],
    ['Times observed', String(it.Count)],
    ['Account', it.AccountId],
    ['Region', it.Region],
    ['Product', it.ProductName ?? PROVIDER_WORDS[it.Provider]],
    ['Workflow status', it.WorkflowStatus && workflowWord(it.WorkflowStatus)],
    ['Id', it.FindingId],
  ];
  return [
    { title: 'What was found', header: ['Label', 'Value'], rows: facts.filter(([, value]) => value !== undefined) },
    { title: 'Related entities', header: ['Role', 'Type', 'Identifier'], rows: it.Entities.map((entity) => [ROLE_WORDS[entity.Role], typeName(entity.EntityType), entity.EntityId]) },
  ];
}
