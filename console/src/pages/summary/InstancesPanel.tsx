import { useCallback, useMemo } from 'react';

import type { InstanceSummary } from '../../api/behavior.gen';
import { csvRows, type Column } from '../../components/DataTable';
import { AccountLink, EntityLink } from '../../components/EntityLink';
import { NumberLink } from '../../components/NumberLink';
import { Empty } from '../../components/States';
import { formatBytes } from '../../format/number';
import { visible } from '../../format/text';
import { paramsOfScope, type Scope } from '../../scope/scope';
import { Busiest } from './Busiest';
import { INSTANCES_HELP } from './help';
import { trafficHref } from './links';
import { SummaryPanel } from './SummaryPanel';
import { trafficTimeline } from './timelines';

const TITLE = 'EC2 instances with the most traffic';

const nameOf = (it: InstanceSummary): string => it.EntityId;

function columnsOf(window: Scope): Column<InstanceSummary>[] {
  const bytes = (id: string, header: string, of: (it: InstanceSummary) => number): Column<InstanceSummary> => ({
    id,
    header,
    isNumber: true,
    minWidth: 100,
    cell: (it) => <NumberLink value={of(it)} format={formatBytes} href={trafficHref(it.EntityId, window)} label={`traffic of ${visible(it.EntityId)}`} />,
    value: of,
  });
  return [
    {
      id: 'instance',
      header: 'Instance',
      minWidth: 220,
      cell: (it) => <EntityLink type="Ec2Instance" id={it.EntityId} params={paramsOfScope(window)} />,
      value: (it) => it.EntityId,
    },
    { id: 'account', header: 'Account', minWidth: 155, cell: (it) => <AccountLink id={it.AccountId} />, value: (it) => it.AccountId },
    bytes('in', 'Inbound', (it) => it.InboundBytes),
    bytes('out', 'Outbound', (it) => it.OutboundBytes),
    bytes('total', 'Total', (it) => it.TotalBytes),
  ];
}

interface Props {
  readonly instances: readonly InstanceSummary[];
  readonly window: Scope;
  readonly request: { readonly path: string; readonly body: object };
}

export function InstancesPanel({ instances, window, request }: Props) {
  const columns = useMemo(() => columnsOf(window), [window]);
  const timelineOf = useCallback((it: InstanceSummary) => trafficTimeline(it.Timeline, window), [window]);
  return (
    <SummaryPanel
      id="Instances"
      title={TITLE}
      guidance="Which instances sent and received most in the 24 hours. Choose a row to see its week."
      counter={`(${instances.length})`}
      help={INSTANCES_HELP}
      window={window}
      request={request}
      csv={() => csvRows(columns, instances)}
    >
      <Busiest
        rows={instances}
        columns={columns}
        title={TITLE}
        noun="instance"
        window={window}
        nameOf={nameOf}
        keyOf={nameOf}
        timelineOf={timelineOf}
        hrefOf={(it, interval) => trafficHref(it.EntityId, window, interval)}
        empty={<Empty title="No traffic">No flow logs were taken in of these 24 hours. Look at another day, or at what was ingested.</Empty>}
      />
    </SummaryPanel>
  );
}
