// A pin in the notebook: what it is about, the analyst's note, its tables as they were.

import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';

import { hrefTo } from '../app/location';
import { DataTable } from '../components/DataTable';
import { EntityLink, FindingGroupLink, FindingLink } from '../components/EntityLink';
import { SafeText } from '../components/SafeText';
import { Sentence } from '../components/Sentence';
import { TimeRange } from '../components/Time';
import { investigationHref } from '../entities/links';
import { isEntityType } from '../entities/types';
import { counted } from '../format/number';
import { visible } from '../format/text';
import { paramsOfScope } from '../scope/scope';
import { aboutName } from './about';
import type { Pin, PinnedTable } from './notebook';

interface Props {
  readonly pin: Pin;
  readonly index: number;
  readonly count: number;
  readonly onNote: (note: string) => void;
  readonly onMove: (by: -1 | 1) => void;
  readonly onRemove: () => void;
}

/** As wide as its longest word or as three lines of its longest text, within reason. */
function widthOf(pin: PinnedTable, column: number): number {
  const texts = pin.rows.map((it) => String(it[column] ?? ''));
  const word = Math.max(0, ...texts.flatMap((it) => it.split(/\s+/)).map((it) => it.length));
  const text = Math.max(0, ...texts.map((it) => it.length));
  return Math.min(Math.max(110, word * 7.6 + 44, text * 3), 260);
}

export function Pinned({ pin, index, count, onNote, onMove, onRemove }: Props) {
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={
            <>
              <AboutLink pin={pin} />, <TimeRange start={pin.scope.start} end={pin.scope.end} />
            </>
          }
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button variant="icon" iconName="angle-up" ariaLabel={`Move ${visible(pin.title)} up`} disabled={index === 0} onClick={() => onMove(-1)} />
              <Button variant="icon" iconName="angle-down" ariaLabel={`Move ${visible(pin.title)} down`} disabled={index === count - 1} onClick={() => onMove(1)} />
              <Button variant="icon" iconName="remove" ariaLabel={`Remove ${visible(pin.title)}`} onClick={onRemove} />
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
        <Box color="text-body-secondary">
          <Sentence length={600}>{pin.guidance}</Sentence>
        </Box>
        {pin.tables.map((it, at) => (
          <Table key={at} of={it} label={it.title ?? pin.title} />
        ))}
      </SpaceBetween>
    </Container>
  );
}

/** What it is about, at its time. */
function AboutLink({ pin: { about, scope } }: { pin: Pin }) {
  const { type, id } = about;
  if (isEntityType(type)) return <EntityLink type={type} id={id} params={paramsOfScope(scope)} />;
  const kind = aboutName(about);
  const link = {
    Finding: <FindingLink id={id} />,
    FindingGroup: <FindingGroupLink id={id} />,
    Investigation: <Link href={investigationHref(id)}>{id}</Link>,
    Summary: <Link href={hrefTo(['summary'], paramsOfScope(scope))}>{id}</Link>,
  }[type];
  return (
    <>
      {kind} {link}
    </>
  );
}

function Table({ of, label }: { of: PinnedTable; label: string }) {
  const rows = of.rows.map((cells, at) => ({ cells, at }));
  const count = counted(of.rowCount, 'row');
  return (
    <ExpandableSection headerText={of.title === undefined ? count : `${of.title}: ${count}`} defaultExpanded={!of.isTimeline && of.rows.length <= 10}>
      {of.rows.length === 0 ? (
        <Box color="text-body-secondary">Nothing in this scope time.</Box>
      ) : (
        <DataTable
          rows={rows}
          label={visible(label)}
          columns={of.header.map((name, column) => ({
            id: `column-${column}`,
            header: name,
            isNumber: rows.every((it) => typeof it.cells[column] !== 'string'),
            minWidth: widthOf(of, column),
            cell: ({ cells }: (typeof rows)[number]) => <Sentence>{String(cells[column] ?? '')}</Sentence>,
            value: ({ cells }: (typeof rows)[number]) => cells[column] ?? undefined,
          }))}
        />
      )}
    </ExpandableSection>
  );
}
