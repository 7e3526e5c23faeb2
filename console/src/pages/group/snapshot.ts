// A finding group as the notebook keeps it.

import type { GetFindingGroupResponse } from '../../api/behavior.gen';
import { csvRows } from '../../components/DataTable';
import { severityWord } from '../../components/Severity';
import type { Snapshot } from '../../notebook/notebook';
import type { Scope } from '../../scope/scope';
import { columnsOf, involved } from './Entities';
import { FINDING_COLUMNS } from './Findings';

export function snapshotsOfGroup(group: GetFindingGroupResponse, scope: Scope): Snapshot[] {
  return [
    { title: 'Involved findings', ...csvRows(FINDING_COLUMNS, group.Findings) },
    { title: 'Involved entities', ...csvRows(columnsOf(scope), involved(group)) },
    {
      title: 'In the order of time',
      header: ['From', 'Until', 'Severity', 'What', 'Tactics'],
      rows: group.Timeline.map((it) => [it.Time, it.EndTime, severityWord(it.Severity), it.Title, it.Tactics.join(', ')]),
    },
  ];
}
