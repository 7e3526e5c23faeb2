import Toggle from '@cloudscape-design/components/toggle';
import Badge from '@cloudscape-design/components/badge';
import { useCallback, useMemo } from 'react';

import type { PrincipalSummary } from '../../api/behavior.gen';
import { csvRows, type Column } from '../../components/DataTable';
import { AccountLink, EntityLink } from '../../components/EntityLink';
import { NumberLink } from '../../components/NumberLink';
import { Empty } from '../../components/States';
import { ENTITY_TYPES } from '../../entities/types';
import { visible } from '../../format/text';
import { paramsOfScope, type Scope } from '../../scope/scope';
import { Busiest } from './Busiest';
import { PRINCIPALS_HELP } from './help';
import { callsHref } from './links';
import { SummaryPanel } from './SummaryPanel';
import { callsTimeline } from './timelines';

const TITLE = 'Roles and users with the most API calls';

const nameOf = (it: PrincipalSummary): string => it.Name ?? it.EntityId;
const keyOf = (it: PrincipalSummary): string => `${it.EntityType} ${it.EntityId} ${it.AccountId}`;
const callsOf = (it: PrincipalSummary): number => it.SuccessCount + it.FailureCount;

function columnsOf(window: Scope): Column<PrincipalSummary>[] {
  const count = (of: (it: PrincipalSummary) => number) => (it: PrincipalSummary) => (
    <NumberLink value={of(it)} href={callsHref(it.EntityType, it.EntityId, window)} label={`calls of ${visible(nameOf(it))}`} />
  );
  return [
    {
      id: 'who',
      header: 'Role or user',
      minWidth: 240,
      cell: (it) => (
        <span className="gs-row-actions">
          <EntityLink type={it.EntityType} id={it.EntityId} name={it.Name} params={paramsOfScope(window)} />
          {it.IsServiceLinkedRole && <Badge color="grey">service-linked</Badge>}
        </span>
      ),
      value: nameOf,
    },
    { id: 'type', header: 'Type', minWidth: 115, cell: (it) => ENTITY_TYPES[it.EntityType].name, value: (it) => ENTITY_TYPES[it.EntityType].name },
    { id: 'account', header: 'Account', minWidth: 155, cell: (it) => <AccountLink id={it.AccountId} />, value: (it) => it.AccountId },
    { id: 'calls', header: 'Calls', isNumber: true, minWidth: 80, cell: count(callsOf), value: callsOf },
    { id: 'bad', header: 'Failed', isNumber: true, minWidth: 80, cell: count((it) => it.FailureCount), value: (it) => it.FailureCount },
  ];
}

interface Props {
  readonly principals: readonly PrincipalSummary[];
  readonly window: Scope;
  readonly request: { readonly path: string; readonly body: object };
  readonly showServiceLinked: boolean;
  readonly onShowServiceLinked: (show: boolean) => void;
}

export function PrincipalsPanel({ principals, window, request, showServiceLinked, onShowServiceLinked }: Props) {
  const columns = useMemo(() => columnsOf(window), [window]);
  const timelineOf = useCallback((it: PrincipalSummary) => callsTimeline(it.Timeline, window), [window]);
  return (
    <SummaryPanel
      id="Principals"
      title={TITLE}
      guidance="Who called most in the 24 hours. Choose a row to see its week."
      counter={`(${principals.length})`}
      help={PRINCIPALS_HELP}
      window={window}
      request={request}
      sql={{ question: { Source: 'API', GroupBy: ['Caller'] }, scope: window }}
      csv={() => csvRows([...columns, { id: 'id', header: 'Identifier', cell: () => null, value: (it) => it.EntityId }], principals)}
      actions={
        <Toggle checked={showServiceLinked} onChange={({ detail }) => onShowServiceLinked(detail.checked)}>
          Show service-linked roles
        </Toggle>
      }
    >
      <Busiest
        rows={principals}
        columns={columns}
        title={TITLE}
        noun="principal"
        window={window}
        nameOf={nameOf}
        keyOf={keyOf}
        timelineOf={timelineOf}
        hrefOf={(it, interval) => callsHref(it.EntityType, it.EntityId, window, interval)}
        empty={<Empty title="Nobody called">No calls of roles or users were taken in of these 24 hours. Look at another day, or at what was ingested.</Empty>}
      />
    </SummaryPanel>
  );
}
