import { useMemo } from 'react';

import type { ClusterSummary } from '../../api/behavior.gen';
import { csvRows, type Column, DataTable } from '../../components/DataTable';
import { AccountLink, EntityLink } from '../../components/EntityLink';
import { NumberLink } from '../../components/NumberLink';
import { Empty } from '../../components/States';
import { visible } from '../../format/text';
import { paramsOfScope, type Scope } from '../../scope/scope';
import { CLUSTERS_HELP } from './help';
import { panelHref } from './links';
import { SummaryPanel } from './SummaryPanel';

const TITLE = 'Container clusters with the most Kubernetes pods';

function columnsOf(window: Scope): Column<ClusterSummary>[] {
  const count = (id: string, header: string, of: (it: ClusterSummary) => number): Column<ClusterSummary> => ({
    id,
    header,
    isNumber: true,
    minWidth: 110,
    cell: (it) => <NumberLink value={of(it)} href={panelHref('ContainerCluster', it.EntityId, window, 'OVERVIEW')} label={`${header.toLowerCase()} of ${visible(it.Name)}`} />,
    value: of,
  });
  return [
    {
      id: 'cluster',
      header: 'Cluster',
      minWidth: 220,
      cell: (it) => <EntityLink type="ContainerCluster" id={it.EntityId} name={it.Name} params={paramsOfScope(window)} />,
      value: (it) => it.Name,
    },
    { id: 'account', header: 'Account', minWidth: 155, cell: (it) => <AccountLink id={it.AccountId} />, value: (it) => it.AccountId },
    count('pods', 'Pods', (it) => it.PodCount),
    count('findings', 'Findings', (it) => it.FindingCount),
  ];
}

interface Props {
  readonly clusters: readonly ClusterSummary[];
  readonly window: Scope;
  readonly request: { readonly path: string; readonly body: object };
}

export function ClustersPanel({ clusters, window, request }: Props) {
  const columns = useMemo(() => columnsOf(window), [window]);
  return (
    <SummaryPanel
      id="Clusters"
      title={TITLE}
      guidance="Clusters that were called in the 24 hours, those with the most findings first."
      counter={`(${clusters.length})`}
      help={CLUSTERS_HELP}
      window={window}
      request={request}
      csv={() => csvRows(columns, clusters)}
    >
      {clusters.length === 0 ? (
        <Empty title="No clusters">No audit logs of EKS clusters were taken in of these 24 hours, or their source package is off.</Empty>
      ) : (
        <DataTable rows={clusters} columns={columns} label={TITLE} noun="cluster" />
      )}
    </SummaryPanel>
  );
}
