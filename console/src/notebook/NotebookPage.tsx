// The notebook: what was pinned, in the order of the story, with what the analyst says to it.

import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { useState } from 'react';

import { hrefTo } from '../app/location';
import { usePage } from '../app/page';
import { Confirm } from '../components/Confirm';
import { DataTable } from '../components/DataTable';
import { EntityLink } from '../components/EntityLink';
import { SafeText } from '../components/SafeText';
import { Empty } from '../components/States';
import { TimeRange } from '../components/Time';
import { csvName, download } from '../format/csv';
import { counted } from '../format/number';
import { paramsOfScope } from '../scope/scope';
import { type Help, InfoLink } from '../state/help';
import { useStore } from '../state/store';
import { EMPTY, moved, type Notebook, notebookStore, type Pin } from './notebook';
import { reportOf } from './report';

const HELP: Help = {
  title: 'Notebook',
  body: (
    <>
      <p>Panels that you pinned, as they were then, with your notes. It is kept in this browser and nowhere else.</p>
      <h3>How to use it</h3>
      <p>Choose the star of a panel to pin it. Bring the pins into the order of the story, and write to each what it shows.</p>
      <h3>Next steps</h3>
      <p>Export it: one HTML file, without scripts and without anything from elsewhere, that opens everywhere and prints well.</p>
    </>
  ),
};

export default function NotebookPage() {
  usePage('Notebook');
  const notebook = useStore(notebookStore);
  const [isClearing, setClearing] = useState(false);
  const set = (changes: Partial<Notebook>) => notebookStore.set({ ...notebook, ...changes });
  const save = () => download(csvName('notebook', notebook.title, Date.now()).replace(/csv$/, 'html'), reportOf(notebook, Date.now()), 'text/html');
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          counter={`(${notebook.pins.length})`}
          info={<InfoLink help={HELP} />}
          description="What you keep of an investigation, kept in this browser."
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button disabled={notebook.pins.length === 0} onClick={() => setClearing(true)}>
                Begin anew
              </Button>
              <Button variant="primary" iconName="download" disabled={notebook.pins.length === 0} onClick={save}>
                Export as HTML
              </Button>
            </SpaceBetween>
          }
        >
          Notebook
        </Header>
      }
    >
      <SpaceBetween size="l">
        <Container>
          <SpaceBetween size="m">
            <FormField label="Title" stretch>
              <Input value={notebook.title} onChange={({ detail }) => set({ title: detail.value })} />
            </FormField>
            <FormField label="Summary" description="What happened, in a few sentences." stretch>
              <Textarea value={notebook.summary} rows={3} onChange={({ detail }) => set({ summary: detail.value })} />
            </FormField>
          </SpaceBetween>
        </Container>
        {notebook.pins.length === 0 ? (
          <Container>
            <Empty title="Nothing is pinned" action={<Link href={hrefTo(['search'])}>Search for an entity</Link>}>
              Choose the star beside the title of a panel: it is kept here as it is then.
            </Empty>
          </Container>
        ) : (
          notebook.pins.map((pin, index) => (
            <Pinned
              key={pin.id}
              pin={pin}
              index={index}
              count={notebook.pins.length}
              onNote={(note) => set({ pins: notebook.pins.map((it) => (it.id === pin.id ? { ...it, note } : it)) })}
              onMove={(by) => set({ pins: moved(notebook.pins, pin.id, by) })}
              onRemove={() => set({ pins: notebook.pins.filter((it) => it.id !== pin.id) })}
            />
          ))
        )}
      </SpaceBetween>
      {isClearing && (
        <Confirm
          title="Begin anew"
          action="Remove all"
          isBusy={false}
          onConfirm={() => {
            notebookStore.set(EMPTY);
            setClearing(false);
          }}
          onCancel={() => setClearing(false)}
        >
          {counted(notebook.pins.length, 'panel')} and what was written to them are removed from this browser. Export them first if you may need them.
        </Confirm>
      )}
    </ContentLayout>
  );
}

interface Props {
  readonly pin: Pin;
  readonly index: number;
  readonly count: number;
  readonly onNote: (note: string) => void;
  readonly onMove: (by: -1 | 1) => void;
  readonly onRemove: () => void;
}

/** As wide as its longest word or as three lines of its longest text, within reason. */
function widthOf(pin: Pin, column: number): number {
  const texts = pin.rows.map((it) => String(it[column] ?? ''));
  const word = Math.max(0, ...texts.flatMap((it) => it.split(/\s+/)).map((it) => it.length));
  const text = Math.max(0, ...texts.map((it) => it.length));
  return Math.min(Math.max(110, word * 7.6 + 44, text * 3), 260);
}

function Pinned({ pin, index, count, onNote, onMove, onRemove }: Props) {
  const rows = pin.rows.map((cells, at) => ({ cells, at }));
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={
            <>
              <EntityLink type={pin.entity.type} id={pin.entity.id} params={paramsOfScope(pin.scope)} />, <TimeRange start={pin.scope.start} end={pin.scope.end} />
            </>
          }
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button variant="icon" iconName="angle-up" ariaLabel={`Move ${pin.title} up`} disabled={index === 0} onClick={() => onMove(-1)} />
              <Button variant="icon" iconName="angle-down" ariaLabel={`Move ${pin.title} down`} disabled={index === count - 1} onClick={() => onMove(1)} />
              <Button variant="icon" iconName="remove" ariaLabel={`Remove ${pin.title}`} onClick={onRemove} />
            </SpaceBetween>
          }
        >
          {index + 1}. <SafeText>{pin.title}</SafeText>
        </Header>
      }
    >
      <SpaceBetween size="m">
        <FormField label="Note" stretch>
          <Textarea value={pin.note} rows={2} placeholder="What does it show?" onChange={({ detail }) => onNote(detail.value)} />
        </FormField>
        <ExpandableSection headerText={counted(pin.rowCount, 'row')} defaultExpanded={!pin.isTimeline && pin.rows.length <= 10}>
          {pin.rows.length === 0 ? (
            <Box color="text-body-secondary">Nothing in this scope time.</Box>
          ) : (
            <DataTable
              rows={rows}
              label={pin.title}
              columns={pin.header.map((name, column) => ({
                id: `column-${column}`,
                header: name,
                isNumber: rows.every((it) => typeof it.cells[column] !== 'string'),
                minWidth: widthOf(pin, column),
                cell: ({ cells }: (typeof rows)[number]) => <SafeText>{String(cells[column] ?? '')}</SafeText>,
                value: ({ cells }: (typeof rows)[number]) => cells[column] ?? undefined,
              }))}
            />
          )}
        </ExpandableSection>
      </SpaceBetween>
    </Container>
  );
}
