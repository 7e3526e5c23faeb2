// Any panel that GetProfile answers: its title and sentence, its form, what it can be copied as.

import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Icon from '@cloudscape-design/components/icon';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useMemo } from 'react';

import type { Dimension, DrillDown, EntityType } from '../api/behavior.gen';
import type { AnyPanel, FormData, FormName } from '../api/panel';
import { FORMS } from '../forms';
import type { ChosenFinding, Details, Form } from '../forms/form';
import { PinButton } from '../notebook/PinButton';
import { membersOfScope, type Scope } from '../scope/scope';
import { type Help, InfoLink } from '../state/help';
import { CopyAs } from './CopyAs';
import type { Asked } from './useSql';

interface Props {
  readonly panel: AnyPanel;
  readonly entity: { readonly EntityType: EntityType; readonly EntityId: string };
  readonly scope: Scope;
  /** Which of two that are side by side, for those who hear of them one after the other. */
  readonly side?: 'A' | 'B';
  /** The details that are open in this panel. */
  readonly details?: Details | undefined;
  readonly onDetails?: (details: Details) => void;
  /** The finding that is shown beside the page, and how another is. */
  readonly finding?: string | undefined;
  readonly onFinding?: ((finding: ChosenFinding) => void) | undefined;
  /** What is shown below it: the activity that was looked into. */
  readonly children?: ReactNode;
}

/** Of the title and the sentence below it. */
const HEADER_HEIGHT = 110;

/** A form's empty data are said so rather than drawn. */
function Drawn<F extends FormName>({ form, data, ...look }: { form: Form<F>; data: FormData[F] } & Omit<Props, 'panel' | 'entity' | 'children'> & { title: string }) {
  const { title, scope, details, onDetails, finding, onFinding } = look;
  const memo = useMemo(() => ({ title, scope, details, onDetails, finding, onFinding }), [title, scope, details, onDetails, finding, onFinding]);
  if (form.isEmpty(data)) {
    return (
      <Box color="text-body-secondary">
        <Icon name="status-not-started" /> Nothing in this scope time. A longer one, or one at another time, may have something.
      </Box>
    );
  }
  return <form.View data={data} look={memo} />;
}

function helpOf(panel: AnyPanel): Help {
  return {
    title: panel.Title,
    body: (
      <>
        <p>{panel.Guidance}</p>
        <h3>How to use it</h3>
        <ul>
          <li>Identifiers lead to profiles at the same scope time.</li>
          <li>Choose an interval of a timeline, or Details in a row, to see the activity behind it.</li>
          <li>Where something is new or more than usual, the mark beside it says why.</li>
          <li>The menu of the panel copies the question as a command or as SQL, and downloads the rows.</li>
        </ul>
        <h3>Next steps</h3>
        <p>Shift or widen the scope time to see whether it began earlier; compare with what is usual in the grey band.</p>
      </>
    ),
  };
}

/** The form of a panel. One cast for what the mapped type of FORMS says already: it fits the panel's data. */
function formOf(panel: AnyPanel): Form<FormName> | undefined {
  return FORMS[panel.Form] as unknown as Form<FormName> | undefined;
}

/** Whether a panel has nothing to show. Of a form that is not known, nobody can say. */
export function isEmpty(panel: AnyPanel): boolean {
  return formOf(panel)?.isEmpty(panel.Data) ?? false;
}

/** What a panel takes, in pixels, before it is drawn. */
export function heightOf(panel: AnyPanel): number {
  return HEADER_HEIGHT + (formOf(panel)?.heightOf(panel.Data) ?? 0);
}

/** How to look behind the numbers of a panel. */
export function drillDownOf(panel: AnyPanel): DrillDown | undefined {
  return formOf(panel)?.drillDown(panel.Data);
}

export function Panel({ panel, entity, scope, side, details, onDetails, finding, onFinding, children }: Props) {
  const form = formOf(panel);
  const name = side === undefined ? panel.Title : `${panel.Title} of ${side}`;
  const drillDown = drillDownOf(panel);
  const groupBy = drillDown?.Tabs[0]?.GroupBy as readonly Dimension[] | undefined;
  const sql: Asked | undefined =
    drillDown && groupBy ? { question: { ...entity, Source: drillDown.Source, GroupBy: groupBy, Conditions: { all: drillDown.Filters ?? [], oneOf: [] } }, scope } : undefined;
  const canLookAtAll = drillDown !== undefined && onDetails !== undefined && panel.Form === 'TIMELINE' && !form?.isEmpty(panel.Data);
  return (
    <section id={`panel-${panel.Id}`} className="gs-panel" aria-label={name}>
      <Container
        header={
          <Header
            variant="h2"
            info={<InfoLink help={helpOf(panel)} />}
            description={panel.Guidance}
            actions={
              <SpaceBetween direction="horizontal" size="xs" alignItems="center">
                {canLookAtAll && (
                  <Button onClick={() => onDetails({ drillDown, window: scope, filters: drillDown.Filters ?? [] })}>Display details for scope time</Button>
                )}
                {form && (
                  <PinButton
                    title={panel.Title}
                    guidance={panel.Guidance}
                    about={{ type: entity.EntityType, id: entity.EntityId }}
                    scope={scope}
                    snapshots={() => [{ ...form.csv(panel.Data), isTimeline: panel.Form === 'TIMELINE' }]}
                  />
                )}
                <CopyAs
                  page={entity.EntityType}
                  panel={panel.Title}
                  request={{ path: '/behavior/entities/profile', body: { ...entity, ...membersOfScope(scope), PanelIds: [panel.Id], ...(finding === undefined ? {} : { FindingId: finding }) } }}
                  sql={sql}
                  csv={form && (() => form.csv(panel.Data))}
                />
              </SpaceBetween>
            }
          >
            {panel.Title}
          </Header>
        }
      >
        {form === undefined ? (
          <Box color="text-body-secondary">This console is older than the server and does not know the form {panel.Form}.</Box>
        ) : (
          <Drawn
            form={form}
            data={panel.Data}
            title={name}
            scope={scope}
            details={details}
            finding={finding}
            onFinding={onFinding}
            {...(onDetails ? { onDetails } : {})}
          />
        )}
        {children}
      </Container>
    </section>
  );
}
