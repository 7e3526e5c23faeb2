// High-volume entities. User Guide, "Viewing details for high-volume entities".

import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';

import type { HighVolumeInterval } from '../../api/behavior.gen';
import { useBehaviorPages } from '../../api/hooks';
import { usePage } from '../../app/page';
import { accountColumn } from '../../components/columns';
import { CopyAs } from '../../components/CopyAs';
import { csvRows, type Column, DataTable } from '../../components/DataTable';
import { EntityLink } from '../../components/EntityLink';
import { LoadMore } from '../../components/LoadMore';
import { Empty, Problem } from '../../components/States';
import { TimeRange } from '../../components/Time';
import { entityHref } from '../../entities/links';
import { ENTITY_TYPES } from '../../entities/types';
import { counted, formatBytes, formatNumber } from '../../format/number';
import { visible } from '../../format/text';
import { HOUR, membersOfScope, paramsOfScope } from '../../scope/scope';
import { ScopePicker } from '../../scope/ScopePicker';
import { useScope } from '../../scope/useScope';
import { type Help, InfoLink } from '../../state/help';
import { highVolumeScope, relationWords } from './intervals';

const PATH = '/behavior/highVolume/list';
const TITLE = 'High-volume entities';

const HELP: Help = {
  title: TITLE,
  body: (
    <>
      <p>
        In an hour in which an entity had very many peers, they are not kept one by one: a scan of the Internet would fill the graph with
        addresses that nobody ever looks for. The sums of the hour are exact.
      </p>
      <h3>How to use it</h3>
      <p>
        The profile of the other side usually has its part of the relation. The high-volume scope time of a profile is the
        30 days before the hour and the hour itself, so that one sees what went before.
      </p>
      <h3>Next steps</h3>
      <p>Is it a load balancer, a resolver, a scanner of your own? If not, look at what else the instance did in that hour.</p>
    </>
  ),
};

const profileHref = (it: HighVolumeInterval): string => entityHref(it.EntityType, it.EntityId, paramsOfScope(highVolumeScope(Date.parse(it.StartTime))));

const COLUMNS: readonly Column<HighVolumeInterval>[] = [
  {
    id: 'hour',
    header: 'Hour',
    minWidth: 150,
    cell: (it) => <TimeRange start={Date.parse(it.StartTime)} end={Date.parse(it.StartTime) + HOUR} />,
    value: (it) => it.StartTime,
  },
  {
    id: 'entity',
    header: 'Entity',
    minWidth: 200,
    cell: (it) => (
      <span className="gs-list">
        <EntityLink type={it.EntityType} id={it.EntityId} />
        <Link href={profileHref(it)} ariaLabel={`View profile with high-volume scope time: ${visible(it.EntityId)}`}>
          View profile with high-volume scope time
        </Link>
      </span>
    ),
    value: (it) => it.EntityId,
    // The relation says on the screen what it is.
    parts: [
      { id: 'entity', header: 'Entity', cell: () => null, value: (it) => it.EntityId },
      { id: 'type', header: 'Type', cell: () => null, value: (it) => ENTITY_TYPES[it.EntityType].name },
    ],
  },
  accountColumn((it) => it.AccountId),
  {
    id: 'peers',
    header: 'Peers, about',
    isNumber: true,
    minWidth: 80,
    cell: (it) => formatNumber(it.ApproximatePeerCount),
    value: (it) => it.ApproximatePeerCount,
  },
  {
    id: 'traffic',
    header: 'Traffic',
    isNumber: true,
    minWidth: 130,
    cell: (it) => (
      <span className="gs-list">
        <span>{formatBytes(it.InboundBytes)} in</span>
        <span>{formatBytes(it.OutboundBytes)} out</span>
      </span>
    ),
    value: (it) => it.InboundBytes + it.OutboundBytes,
    parts: [
      { id: 'in', header: 'Inbound', cell: () => null, value: (it) => it.InboundBytes },
      { id: 'out', header: 'Outbound', cell: () => null, value: (it) => it.OutboundBytes },
    ],
  },
  { id: 'relation', header: 'Relation', minWidth: 130, cell: relationWords, value: relationWords },
  {
    id: 'flows',
    header: 'Flows',
    isNumber: true,
    minWidth: 120,
    cell: (it) => (
      <span className="gs-list">
        <span>{formatNumber(it.Flows)}</span>
        <span className="gs-secondary">{counted(it.Packets, 'packet')}</span>
      </span>
    ),
    value: (it) => it.Flows,
    parts: [
      { id: 'packets', header: 'Packets', cell: () => null, value: (it) => it.Packets },
      { id: 'flows', header: 'Flows', cell: () => null, value: (it) => it.Flows },
    ],
  },
];

export default function HighVolumePage() {
  usePage(TITLE);
  const scope = useScope();
  const question = { ...membersOfScope(scope.scope), MaxResults: 200 };
  const answer = useBehaviorPages(PATH, question, { keepPrevious: true });
  const rows = (answer.data ?? []).flatMap((it) => it.Intervals);
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          info={<InfoLink help={HELP} />}
          description="Hours in which an entity had too many peers to keep one by one. Their sums are exact."
          actions={<ScopePicker of={scope} />}
        >
          {TITLE}
        </Header>
      }
    >
      {answer.error && answer.data === undefined ? (
        <Problem error={answer.error} retry={() => void answer.refetch()} what="High-volume entities could not be loaded" />
      ) : (
        <DataTable
          rows={rows}
          columns={COLUMNS}
          label={TITLE}
          noun="hour"
          variant="container"
          loading={answer.isPending}
          header={
            <Header
              counter={`(${rows.length}${answer.hasNextPage ? '+' : ''})`}
              actions={
                <SpaceBetween direction="horizontal" size="xs">
                  <CopyAs page="high-volume-entities" panel="intervals" request={{ path: PATH, body: question }} csv={() => csvRows(COLUMNS, rows)} />
                </SpaceBetween>
              }
            >
              Hours
            </Header>
          }
          empty={
            <Empty title="No high-volume entities">
              In this scope time every peer of every entity was kept one by one: nothing is missing on their profiles.
            </Empty>
          }
          footer={answer.hasNextPage && <LoadMore of={answer} />}
        />
      )}
    </ContentLayout>
  );
}
