import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';

import type { SourceStatus } from '../../api/behavior.gen';
import { CopyAs } from '../../components/CopyAs';
import { csvRows, type Column, DataTable } from '../../components/DataTable';
import { Time } from '../../components/Time';
import { formatBytes, formatNumber } from '../../format/number';
import { formatSpan } from '../../format/time';
import { SOURCE_WORDS } from '../../format/words';
import { total } from './reasons';
import { type Health, healthOf } from './sources';

const HEALTH: Readonly<Record<Health, { type: StatusIndicatorProps.Type; words: string }>> = {
  none: { type: 'pending', words: 'Nothing yet' },
  good: { type: 'success', words: 'Taken in' },
  late: { type: 'warning', words: 'Late' },
  losing: { type: 'error', words: 'Quarantine' },
};

const count = (id: string, header: string, of: (it: SourceStatus) => number): Column<SourceStatus> => ({
  id,
  header,
  isNumber: true,
  minWidth: 84,
  cell: (it) => (of(it) === 0 ? <span className="gs-none">0</span> : formatNumber(of(it))),
  value: of,
});

const COLUMNS: readonly Column<SourceStatus>[] = [
  { id: 'source', header: 'Source', minWidth: 115, cell: (it) => SOURCE_WORDS[it.Source], value: (it) => SOURCE_WORDS[it.Source] },
  {
    id: 'health',
    header: 'State',
    minWidth: 120,
    cell: (it) => {
      const { type, words } = HEALTH[healthOf(it)];
      return <StatusIndicator type={type} wrapText={false}>{words}</StatusIndicator>;
    },
    value: (it) => HEALTH[healthOf(it)].words,
  },
  {
    id: 'newest',
    header: 'Newest event',
    isTime: true,
    minWidth: 140,
    cell: (it) =>
      it.NewestEventTime === undefined ? (
        <span className="gs-none">–</span>
      ) : (
        <span className="gs-list">
          <Time of={it.NewestEventTime} bare />
          {it.LagSeconds !== undefined && <span className="gs-none">{formatSpan(it.LagSeconds * 1000)} late</span>}
        </span>
      ),
    value: (it) => it.NewestEventTime,
  },
  {
    id: 'objects',
    header: 'Objects',
    isNumber: true,
    minWidth: 100,
    cell: (it) =>
      it.Objects.Ingested === 0 ? (
        <span className="gs-none">0</span>
      ) : (
        <span className="gs-list">
          <span>{formatNumber(it.Objects.Ingested)}</span>
          <span className="gs-secondary">{formatBytes(it.Bytes)}</span>
        </span>
      ),
    value: (it) => it.Objects.Ingested,
    parts: [
      { id: 'objects', header: 'Objects', cell: () => null, value: (it) => it.Objects.Ingested },
      { id: 'bytes', header: 'Size', cell: () => null, value: (it) => it.Bytes },
    ],
  },
  count('records', 'Records', (it) => it.Records.Ingested),
  count('leftOut', 'Left out', (it) => total(it.Records.LeftOut)),
  count('rejected', 'Rejected', (it) => total(it.Records.Rejected)),
  count('quarantined', 'In quarantine', (it) => total(it.Objects.Quarantined)),
];

/** On the screen it is below the newest event. */
const LAG: Column<SourceStatus> = { id: 'lag', header: 'Lag in seconds', cell: () => null, value: (it) => it.LagSeconds };

interface Props {
  readonly title: string;
  readonly guidance: string;
  readonly sources: readonly SourceStatus[];
  readonly bytesPerDay: number | undefined;
  readonly request: { readonly path: string; readonly body: object };
}

export function SourcesPanel({ title, guidance, sources, bytesPerDay, request }: Props) {
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={bytesPerDay === undefined ? guidance : `${guidance} The accounts of the graph give it ${formatBytes(bytesPerDay)} a day.`}
          actions={<CopyAs page="ingest" panel={title} request={request} csv={() => csvRows([...COLUMNS, LAG], sources)} />}
        >
          {title}
        </Header>
      }
    >
      <DataTable rows={sources} columns={COLUMNS} label={title} noun="source" />
    </Container>
  );
}
