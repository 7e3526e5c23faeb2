// The notebook: what was pinned, in the order of the story, with what the analyst says to it.

import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
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
import { Empty } from '../components/States';
import { csvName, download } from '../format/csv';
import { counted } from '../format/number';
import { type Help, InfoLink } from '../state/help';
import { useStore } from '../state/store';
import { EMPTY, moved, type Notebook, notebookStore } from './notebook';
import { Pinned } from './Pinned';
import { reportOf } from './report';

const HELP: Help = {
  title: 'Notebook',
  body: (
    <>
      <p>Panels, findings, groups and reports that you pinned, as they were then, with your notes. It is kept in this browser and nowhere else.</p>
      <h3>How to use it</h3>
      <p>Choose the star beside a title to pin what is below it. Bring the pins into the order of the story, and write to each what it shows.</p>
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
              Choose the star beside the title of a panel, a finding, a finding group or a report: it is kept here as it is then.
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
          {counted(notebook.pins.length, 'pin')} and what was written to them are removed from this browser. Export them first if you may need them.
        </Confirm>
      )}
    </ContentLayout>
  );
}
