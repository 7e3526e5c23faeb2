import Badge from '@cloudscape-design/components/badge';
import Link from '@cloudscape-design/components/link';

import type { FindingGroupSummary } from '../../api/behavior.gen';
import { hrefTo } from '../../app/location';
import { severityColumn } from '../../components/columns';
import { csvRows, type Column } from '../../components/DataTable';
import { FindingGroupLink } from '../../components/EntityLink';
import { Severity } from '../../components/Severity';
import { Empty } from '../../components/States';
import { Time } from '../../components/Time';
import { findingGroupHref } from '../../entities/links';
import { counted } from '../../format/number';
import { findingsText } from '../../group/Counts';
import { GROUPS_HELP } from './help';
import type { Scope } from '../../scope/scope';
import { SummaryPanel } from './SummaryPanel';

const CSV: readonly Column<FindingGroupSummary>[] = [
  severityColumn((it) => it.Severity),
  { id: 'title', header: 'Title', cell: () => null, value: (it) => it.Title },
  { id: 'id', header: 'Identifier', cell: () => null, value: (it) => it.GroupId },
  { id: 'tactics', header: 'Tactics', cell: () => null, value: (it) => it.Tactics.join('; ') },
  { id: 'accounts', header: 'Accounts', cell: () => null, value: (it) => it.AccountIds.join('; ') },
  { id: 'entities', header: 'Entities', cell: () => null, value: (it) => it.EntityCount },
  { id: 'findings', header: 'Findings', cell: () => null, value: (it) => it.FindingCount },
  { id: 'evidence', header: 'Evidence', cell: () => null, value: (it) => it.EvidenceCount },
  { id: 'first', header: 'First seen', cell: () => null, value: (it) => it.FirstSeen },
  { id: 'last', header: 'Last seen', cell: () => null, value: (it) => it.LastSeen },
];

/** A count that opens the group where it is told. */
function Part({ group, tab, children }: { group: FindingGroupSummary; tab: string; children: string }) {
  return <Link href={findingGroupHref(group.GroupId, { tab })}>{children}</Link>;
}

interface Props {
  readonly groups: readonly FindingGroupSummary[];
  readonly window: Scope;
  readonly request: { readonly path: string; readonly body: object };
}

export function GroupsPanel({ groups, window, request }: Props) {
  return (
    <SummaryPanel
      id="FindingGroups"
      title="Active finding groups"
      guidance="Findings of the last 7 days that belong together, the worst first."
      counter={`(${groups.length})`}
      help={GROUPS_HELP}
      window={window}
      request={request}
      csv={() => csvRows(CSV, groups)}
      actions={<Link href={hrefTo(['findingGroups'])}>View all</Link>}
      fitHeight
    >
      {groups.length === 0 ? (
        <Empty title="No active finding groups">Nothing was found in these 7 days that belongs together. Groups are made within an hour of their findings.</Empty>
      ) : (
        <ul className="gs-cards">
          {groups.map((group) => (
            <li key={group.GroupId} className="gs-card">
              <div className="gs-card-line">
                <Severity of={group.Severity} />
                <FindingGroupLink id={group.GroupId} title={group.Title} />
              </div>
              <div className="gs-card-line gs-badges">
                {group.Tactics.map((tactic) => (
                  <Badge key={tactic}>{tactic}</Badge>
                ))}
              </div>
              <div className="gs-card-line gs-card-facts">
                <Part group={group} tab="findings">
                  {findingsText(group)}
                </Part>
                <Part group={group} tab="entities">
                  {counted(group.EntityCount, 'entity', 'entities')}
                </Part>
                <Part group={group} tab="entities">
                  {counted(group.AccountIds.length, 'account')}
                </Part>
                <span className="gs-none">
                  last seen <Time of={group.LastSeen} />
                </span>
              </div>
            </li>
          ))}
        </ul>
      )}
    </SummaryPanel>
  );
}
