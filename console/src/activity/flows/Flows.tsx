// The one table of flows: rows are ticked to be drawn, and those of the addresses of a finding come first, with a mark.

import Badge from '@cloudscape-design/components/badge';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';

import { useBehavior } from '../../api/hooks';
import { useLocation } from '../../app/location';
import { ActivityTable, type TableOf } from '../ActivityTable';
import { within } from '../conditions';
import type { Node } from '../levels';
import { type ActivityOf, useActivity } from '../useActivity';
import { FlowLines } from './FlowLines';
import { annotatedFirst, FLOW_ORDER, MOST_LINES, nameOfFlow } from './flows';

const NONE: readonly Node[] = [];

interface Props extends TableOf {
  readonly of: ActivityOf;
}

/** The rows of those whom the finding beside the page involves; nothing without one. */
function useAnnotated({ of, levels }: Props): readonly Node[] | undefined {
  const finding = useLocation().params.get('finding') ?? '';
  const involved = useBehavior('/behavior/findings/get', { FindingId: finding }, { enabled: finding !== '' }).data?.Finding.Entities ?? [];
  const peers = involved.flatMap((it) => (it.EntityType === 'IpAddress' || it.EntityType === 'Ec2Instance' ? it.EntityId : [])).slice(0, 50);
  const ofPeers = { ...of, conditions: within(of.conditions, [{ Dimension: 'Peer', Operator: 'EQUALS', Values: peers }]) };
  const found = useActivity(ofPeers, levels, FLOW_ORDER, NONE, peers.length > 0);
  if (finding === '') return undefined;
  return peers.length > 0 ? found.roots : NONE;
}

export function Flows(props: Props) {
  const { activity, order, levels, label } = props;
  const annotated = useAnnotated(props);
  const [chosen, setChosen] = useState<readonly Node[]>([]);
  const isUsualOrder = order.SortBy === FLOW_ORDER.SortBy && order.SortOrder === FLOW_ORDER.SortOrder;
  const rows = annotated && isUsualOrder ? annotatedFirst(annotated, activity.roots) : activity.roots;
  const known = new Set(rows.map((it) => it.id));
  const ticked = chosen.filter((it) => known.has(it.id));
  const marked = new Set(annotated?.map((it) => it.id));
  return (
    <SpaceBetween size="s">
      {ticked.length > 0 && <FlowLines of={props.of} keys={levels[0]?.keys ?? []} ticked={ticked} label={label} />}
      <ActivityTable
        {...props}
        activity={{ ...activity, roots: rows }}
        ticks={{
          ticked,
          onTick: (nodes) => setChosen(nodes.slice(0, MOST_LINES)),
          canTick: (node) => ticked.length < MOST_LINES || ticked.some((it) => it.id === node.id),
          nameOf: ({ group }) => nameOfFlow(group),
        }}
        annotation={annotated && ((node) => marked.has(node.id) && <Badge color="severity-medium">In the finding</Badge>)}
      />
    </SpaceBetween>
  );
}
