// What is behind a number of a panel: the activity of a window, by hierarchies that the panel names. User Guide, "Exploring
// activity details on a profile panel".

import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import type { PropertyFilterProps } from '@cloudscape-design/components/property-filter';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Tabs from '@cloudscape-design/components/tabs';
import { useEffect, useMemo, useRef, useState } from 'react';

import type { Dimension, EntityType, Filter } from '../api/behavior.gen';
import { CopyAs } from '../components/CopyAs';
import { SafeText } from '../components/SafeText';
import { Problem } from '../components/States';
import { formatBytes, formatNumber } from '../format/number';
import type { Details } from '../forms/form';
import { sameScope, type Scope } from '../scope/scope';
import { ScopePicker } from '../scope/ScopePicker';
import { ActivityFilter } from './ActivityFilter';
import { ActivityTable, useOpen } from './ActivityTable';
import { conditionsOf, within } from './conditions';
import { DIMENSION_NAMES, filtersOfTokens, sumOf, SUMS_OF, valueName } from './dimensions';
import { Flows } from './flows/Flows';
import { isFlat, type Level, type Node } from './levels';
import { spanOf } from './records/records';
import { RecordsDialog } from './records/RecordsDialog';
import { type Activity, BY_TOTAL, type Order, questionOf, useActivity } from './useActivity';
import { viewsOf } from './views';

interface Props {
  readonly entity: { readonly EntityType: EntityType; readonly EntityId: string };
  readonly panel: string;
  readonly details: Details;
  readonly scope: Scope;
  readonly onWindow: (window: Scope) => void;
  readonly onView: (view: string) => void;
  readonly onClose: () => void;
}

const NO_LEVELS: readonly Level[] = [];
const NO_FILTER: PropertyFilterProps.Query = { tokens: [], operation: 'and' };

export function ActivityDetails({ entity, panel, details, scope, onWindow, onView, onClose }: Props) {
  const { drillDown, window, filters: ofRow } = details;
  const source = drillDown.Source;
  const views = useMemo(() => viewsOf(drillDown), [drillDown]);
  const view = views.find((it) => it.id === details.view) ?? views[0];
  const [query, setQuery] = useState(NO_FILTER);
  const [sorted, setSorted] = useState<{ view: string | undefined; order: Order }>();
  const order = sorted !== undefined && sorted.view === view?.id ? sorted.order : (view?.order ?? BY_TOTAL);
  const levels = view?.levels ?? NO_LEVELS;
  const conditions = useMemo(() => conditionsOf(ofRow, filtersOfTokens(query.tokens, source), query.operation), [ofRow, query, source]);
  const of = { ...entity, Source: source, window, conditions };
  const [open, setOpen] = useOpen(JSON.stringify([of, view?.id]));
  const activity = useActivity(of, levels, order, open);
  const [recordsOf, setRecordsOf] = useState<Node>();

  // It opens below what was chosen, where it may be out of sight.
  const top = useRef<HTMLDivElement>(null);
  useEffect(() => {
    top.current?.scrollIntoView({ block: 'nearest', behavior: 'instant' });
  }, [window.start, window.end, ofRow]);

  const [first] = levels;
  const request = first && { path: '/behavior/activity/list' as const, body: questionOf(of, first, undefined, order) };
  const table = {
    source,
    levels,
    isFlat: view?.isFlat ?? false,
    isStory: view?.isStory ?? false,
    activity,
    order,
    onOrder: (next: Order) => setSorted({ view: view?.id, order: next }),
    open,
    onOpen: setOpen,
    label: `Activity details of ${panel}`,
    onRecords: setRecordsOf,
  };
  return (
    <div className="gs-details" ref={top}>
      <SpaceBetween size="s">
        <Header
          variant="h3"
          description={<Totals activity={activity} source={source} />}
          actions={
            <SpaceBetween direction="horizontal" size="xs" alignItems="center">
              <CopyAs
                page={entity.EntityType}
                panel={`${panel} details`}
                request={request}
                sql={{ question: { ...entity, Source: source, GroupBy: levels.flatMap((it) => it.keys), Conditions: conditions }, scope: window }}
                csv={() => csvOfActivity(activity, source, (first?.keys ?? []).concat(first?.extras ?? []))}
              />
              <Button iconName="close" variant="icon" ariaLabel="Close the activity details" onClick={onClose} />
            </SpaceBetween>
          }
        >
          Activity details
          {ofRow.length > 0 && (
            <>
              {': '}
              <RowFilters filters={ofRow} />
            </>
          )}
        </Header>
        <div className="gs-details-bar">
          <ScopePicker
            label="Time window"
            of={{ scope: window, isDefault: sameScope(window, scope), setScope: onWindow, resetScope: () => onWindow(scope) }}
          />
          {!sameScope(window, scope) && <Button onClick={() => onWindow(scope)}>Set to default scope time</Button>}
        </div>
        <ActivityFilter source={source} query={query} onChange={setQuery} label={`Filter the activity of ${panel}`} />
        {views.length > 1 && (
          <Tabs
            activeTabId={view?.id ?? ''}
            onChange={({ detail }) => onView(detail.activeTabId)}
            tabs={views.map((it) => ({ id: it.id, label: it.title }))}
            ariaLabel="By what the activity is grouped"
            disableContentPaddings
          />
        )}
        {view?.isStory && (
          <Box variant="small">Each call where it was seen first in the time window. In a shorter one, those that were made again are told again.</Box>
        )}
        {activity.problem ? (
          <Problem error={activity.problem} retry={activity.retry} what="The activity could not be loaded" />
        ) : (
          isFlat(source) ? <Flows {...table} of={of} /> : <ActivityTable {...table} />
        )}
        {recordsOf && (
          <RecordsDialog
            of={entity}
            conditions={within(conditions, recordsOf.filters ?? [])}
            span={spanOf(recordsOf)}
            onClose={() => setRecordsOf(undefined)}
          />
        )}
      </SpaceBetween>
    </div>
  );
}

/** What the row stands for that was chosen. */
function RowFilters({ filters }: { filters: readonly Filter[] }) {
  return (
    <>
      {filters.map((it, index) => (
        <span key={it.Dimension}>
          {index > 0 && ', '}
          {DIMENSION_NAMES[it.Dimension]} <SafeText length={60}>{valueName(it.Dimension, it.Values[0] ?? '')}</SafeText>
        </span>
      ))}
    </>
  );
}

function Totals({ activity, source }: { activity: Activity; source: keyof typeof SUMS_OF }) {
  const { totals } = activity;
  // The line is there from the beginning, so that the table does not jump.
  if (!totals) return <Box variant="span">{activity.problem === null ? 'Counting …' : 'Not counted'}</Box>;
  return (
    <>
      {SUMS_OF[source].map((sum, index) => (
        <span key={sum.id}>
          {index > 0 && ' · '}
          {sum.name}: <strong>{(sum.isBytes ? formatBytes : formatNumber)(sumOf(totals, sum))}</strong>
        </span>
      ))}
    </>
  );
}

/** The first level, as far as it is loaded. */
function csvOfActivity(activity: Activity, source: keyof typeof SUMS_OF, dimensions: readonly Dimension[]) {
  const sums = SUMS_OF[source];
  return {
    header: [...dimensions.map((it) => DIMENSION_NAMES[it]), ...sums.map((it) => it.name), 'First seen', 'Last seen'],
    rows: activity.roots.map(({ group }) => [
      ...dimensions.map((it) => group.Keys[it]),
      ...sums.map((it) => sumOf(group, it)),
      group.FirstSeen,
      group.LastSeen,
    ]),
  };
}
