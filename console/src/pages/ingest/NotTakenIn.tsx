// What was not taken in, by source and reason, and what to do about it.

import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import { useMemo } from 'react';

import type { SourceStatus } from '../../api/behavior.gen';
import { useCopy } from '../../components/Clipboard';
import { CopyAs } from '../../components/CopyAs';
import { csvRows, type Column, DataTable } from '../../components/DataTable';
import { Empty } from '../../components/States';
import { formatNumber } from '../../format/number';
import { SOURCE_WORDS } from '../../format/words';
import { type Fate, type NotTaken, notTakenIn } from './notTaken';

const FATES: Readonly<Record<Fate, { type: StatusIndicatorProps.Type; words: string }>> = {
  quarantined: { type: 'error', words: 'Objects in quarantine' },
  rejected: { type: 'warning', words: 'Records rejected' },
  leftOut: { type: 'info', words: 'Records left out' },
  objectsLeftOut: { type: 'info', words: 'Objects left out' },
  noticed: { type: 'info', words: 'Records noticed' },
};

/** What to do where the reason alone says nothing. */
const OTHERWISE: Readonly<Record<Fate, string>> = {
  quarantined: 'See what is wrong with the objects, then redrive.',
  rejected: 'If AWS wrote it so, report it with the reason: a format may have changed.',
  leftOut: 'Nothing: so it should be.',
  objectsLeftOut: 'Nothing: so it should be.',
  noticed: 'Nothing: it is only told.',
};

function columnsOf(copy: (what: string, text: string) => void): Column<NotTaken>[] {
  return [
    { id: 'source', header: 'Source', minWidth: 115, cell: (it) => SOURCE_WORDS[it.source], value: (it) => SOURCE_WORDS[it.source] },
    {
      id: 'fate',
      header: 'What happened',
      minWidth: 215,
      cell: (it) => <StatusIndicator type={FATES[it.fate].type} wrapText={false}>{FATES[it.fate].words}</StatusIndicator>,
      value: (it) => FATES[it.fate].words,
    },
    { id: 'count', header: 'Count', isNumber: true, minWidth: 90, cell: (it) => formatNumber(it.count), value: (it) => it.count },
    {
      id: 'reason',
      header: 'Reason',
      minWidth: 235,
      cell: (it) => (
        <span className="gs-list">
          <span>{it.reason.words}</span>
          <Box variant="small">
            <code>{it.code}</code>
          </Box>
        </span>
      ),
      value: (it) => it.code,
    },
    {
      id: 'step',
      header: 'What to do',
      minWidth: 280,
      cell: ({ fate, reason, command }) => (
        <span className="gs-list">
          <span className={reason.step === undefined ? 'gs-none' : ''}>{reason.step ?? OTHERWISE[fate]}</span>
          {command !== undefined && (
            <span className="gs-command">
              <code>{command}</code>
              <Button variant="inline-icon" iconName="copy" ariaLabel={`Copy ${command}`} onClick={() => copy('Command', command)} />
            </span>
          )}
        </span>
      ),
      value: (it) => it.command ?? it.reason.step,
    },
  ];
}

interface Props {
  readonly sources: readonly SourceStatus[];
  readonly title?: string;
  readonly guidance?: string;
  readonly request: { readonly path: string; readonly body: object };
}

export function NotTakenIn({
  sources,
  title = 'Not taken in, and why',
  guidance = 'What was left out on purpose, what was malformed, and what can be delivered again.',
  request,
}: Props) {
  const copy = useCopy();
  const columns = useMemo(() => columnsOf(copy), [copy]);
  const rows = useMemo(() => notTakenIn(sources), [sources]);
  return (
    <Container
      header={
        <Header
          variant="h2"
          counter={`(${rows.length})`}
          description={guidance}
          actions={<CopyAs page="ingest" panel={title} request={request} csv={() => csvRows(columns, rows)} />}
        >
          {title}
        </Header>
      }
    >
      {rows.length === 0 ? (
        <Empty title="Everything counts">Nothing was left out, rejected or quarantined.</Empty>
      ) : (
        <DataTable rows={rows} columns={columns} label={title} noun="reason" />
      )}
    </Container>
  );
}
