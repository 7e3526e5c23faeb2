// Rows of activity, each with those below it.

import Button from '@cloudscape-design/components/button';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { type ReactNode, useState } from 'react';

import type { ActivitySource, Dimension } from '../api/behavior.gen';
import { LoadMore } from '../components/LoadMore';
import { useRowWindow } from '../components/rowWindow';
import { Empty } from '../components/States';
import { Time, useTimeZone } from '../components/Time';
import { formatBytes, formatNumber } from '../format/number';
import { visible } from '../format/text';
import { DIMENSION_NAMES, sumOf, SUMS_OF } from './dimensions';
import { DimensionValue, GroupValue } from './GroupValue';
import type { Level, Node } from './levels';
import { isOneCall } from './records/records';
import { type Activity, type Order } from './useActivity';

/** What the details know of their table. */
export interface TableOf {
  readonly source: ActivitySource;
  readonly levels: readonly Level[];
  readonly isFlat: boolean;
  /** When a row was seen first comes before what it is. */
  readonly isStory: boolean;
  readonly activity: Activity;
  readonly order: Order;
  readonly onOrder: (order: Order) => void;
  readonly open: readonly Node[];
  readonly onOpen: (open: readonly Node[]) => void;
  readonly label: string;
  /** Shows the records of the log behind a row. */
  readonly onRecords: (node: Node) => void;
}

interface Props extends TableOf {
  /** Rows that are ticked, where something is drawn of them. */
  readonly ticks?: {
    readonly ticked: readonly Node[];
    readonly onTick: (nodes: readonly Node[]) => void;
    readonly canTick: (node: Node) => boolean;
    readonly nameOf: (node: Node) => string;
  };
  /** What there is to say of a row, where there may be something. */
  readonly annotation?: ((node: Node) => ReactNode) | undefined;
}

const levelName = (level: Level | undefined): string => DIMENSION_NAMES[level?.keys.at(-1) ?? 'Caller'];

/** Where a narrow column would break what is looked for in it. */
const WIDTHS: Readonly<Partial<Record<Dimension, number>>> = {
  Api: 150,
  Caller: 115,
  IpAddress: 155,
  Peer: 190,
  LocalPort: 80,
  RemotePort: 88,
  Protocol: 92,
  Direction: 120,
  Action: 100,
  RequestUri: 220,
  Subject: 160,
};

const CALL: Level = { keys: ['Service', 'Api'], extras: [] };

/** A column for each dimension; a method is shown with its service. */
function flatColumns(keys: readonly Dimension[]): TableProps.ColumnDefinition<Node>[] {
  const isOfCalls = keys.includes('Api');
  return keys
    .filter((dimension) => !(isOfCalls && dimension === 'Service'))
    .map((dimension) => ({
      id: dimension,
      header: DIMENSION_NAMES[dimension],
      minWidth: WIDTHS[dimension] ?? 100,
      cell: ({ group }) => {
        if (dimension === 'Api') return <GroupValue group={group} level={CALL} />;
        const value = group.Keys[dimension];
        return value === undefined ? <span className="gs-none">–</span> : <DimensionValue dimension={dimension} value={value} />;
      },
    }));
}

function nameColumns(levels: readonly Level[], isFlat: boolean): TableProps.ColumnDefinition<Node>[] {
  const [first] = levels;
  if (isFlat) return flatColumns(first?.keys ?? []);
  return [
    {
      id: 'name',
      header: levels.map(levelName).join(' → '),
      minWidth: 320,
      cell: ({ group, depth }) => {
        const level = levels[depth];
        return level && <GroupValue group={group} level={level} />;
      },
    },
  ];
}

/** CloudTrail's records can be asked for by one call; a row of many has them below it. */
const recordsColumn = (onRecords: (node: Node) => void): TableProps.ColumnDefinition<Node> => ({
  id: 'records',
  header: 'Log',
  minWidth: 100,
  cell: (node) =>
    isOneCall(node) && (
      <Button variant="inline-link" ariaLabel={`Records of ${visible(node.group.Keys.Api ?? 'the call')}`} onClick={() => onRecords(node)}>
        Records
      </Button>
    ),
});

export function ActivityTable({ source, levels, isFlat, isStory, activity, order, onOrder, open, onOpen, label, onRecords, ticks, annotation }: Props) {
  const zone = useTimeZone();
  const sums: TableProps.ColumnDefinition<Node>[] = SUMS_OF[source].map((sum) => ({
    id: sum.id,
    header: <span className="gs-number-header">{sum.name}</span>,
    cell: ({ group }) => <span className="gs-number">{(sum.isBytes ? formatBytes : formatNumber)(sumOf(group, sum))}</span>,
    sortingField: sum.id,
    minWidth: isStory ? 90 : 105,
  }));
  const time = (id: 'FirstSeen' | 'LastSeen', header: string): TableProps.ColumnDefinition<Node> => ({
    id,
    header: `${header} (${zone === 'utc' ? 'UTC' : 'local'})`,
    cell: ({ group }) => <Time of={group[id]} bare seconds={isStory} />,
    sortingField: id,
    minWidth: 140,
  });
  const names = nameColumns(levels, isFlat);
  const firstSeen = time('FirstSeen', 'First seen');
  const annotations: TableProps.ColumnDefinition<Node>[] = annotation ? [{ id: 'annotations', header: 'Annotations', cell: annotation, minWidth: 120 }] : [];
  const columns = [
    ...(isStory ? [firstSeen, ...names, ...sums] : [...names, ...annotations, ...sums, firstSeen, time('LastSeen', 'Last seen')]),
    ...(source === 'API' ? [recordsColumn(onRecords)] : []),
  ];
  const { shown, before, frame } = useRowWindow(activity.roots);
  return (
    <div ref={frame} className={activity.isStale ? 'gs-window gs-stale' : 'gs-window'} aria-busy={activity.isStale}>
      <Table<Node>
        items={shown}
        firstIndex={before + 1}
        columnDefinitions={columns}
        variant="embedded"
        wrapLines
        enableKeyboardNavigation
        trackBy="id"
        loading={activity.isLoading}
        loadingText="Loading activity"
        sortingColumn={columns.find((it) => it.sortingField === order.SortBy) ?? {}}
        sortingDescending={order.SortOrder === 'DESC'}
        onSortingChange={({ detail }) => {
          const field = detail.sortingColumn.sortingField as Order['SortBy'] | undefined;
          // Whoever sorts by a sum asks for the most.
          const isOtherSum = field !== order.SortBy && field !== 'FirstSeen' && field !== 'LastSeen';
          if (field !== undefined) onOrder({ SortBy: field, SortOrder: detail.isDescending || isOtherSum ? 'DESC' : 'ASC' });
        }}
        {...(isFlat
          ? {}
          : {
              expandableRows: {
                getItemChildren: (node: Node) => [...activity.childrenOf(node)],
                isItemExpandable: activity.isExpandable,
                expandedItems: [...open],
                onExpandableItemToggle: ({ detail }: { detail: { item: Node; expanded: boolean } }) =>
                  onOpen(detail.expanded ? [...open, detail.item] : open.filter((it) => it.id !== detail.item.id)),
              },
              getLoadingStatus: (node: Node | null): TableProps.LoadingStatus => {
                if (node === null) return 'finished';
                const state = activity.stateOf(node);
                return state === 'loading' ? 'loading' : state === 'error' ? 'error' : state === 'more' ? 'pending' : 'finished';
              },
              renderLoaderLoading: () => <StatusIndicator type="loading">Loading</StatusIndicator>,
              renderLoaderError: () => <StatusIndicator type="error">This could not be loaded. Close the row and open it again.</StatusIndicator>,
              renderLoaderPending: ({ item }: { item: Node | null }) =>
                item && (
                  <Button variant="inline-link" iconName="add-plus" onClick={() => activity.loadBelow(item)}>
                    Load more
                  </Button>
                ),
            })}
        {...(ticks
          ? {
              selectionType: 'multi' as const,
              selectedItems: [...ticks.ticked],
              onSelectionChange: ({ detail }: { detail: { selectedItems: Node[] } }) => ticks.onTick(detail.selectedItems),
              isItemDisabled: (node: Node) => !ticks.canTick(node),
            }
          : {})}
        ariaLabels={{
          tableLabel: label,
          expandButtonLabel: () => 'Open the row',
          collapseButtonLabel: () => 'Close the row',
          ...(ticks
            ? {
                selectionGroupLabel: 'Draw flows',
                allItemsSelectionLabel: () => 'Draw the first flows',
                itemSelectionLabel: (_: unknown, node: Node) => `Draw ${visible(ticks.nameOf(node))}`,
              }
            : {}),
        }}
        empty={<Empty title="No activity">Nothing in this window passes the filters. Clear them, or choose another window.</Empty>}
        footer={activity.more.hasNextPage && <LoadMore of={activity.more} />}
      />
    </div>
  );
}

/** Rows that are open; none is after the question has changed. */
export function useOpen(question: string): [readonly Node[], (open: readonly Node[]) => void] {
  const [state, setState] = useState<{ question: string; open: readonly Node[] }>({ question, open: [] });
  return [state.question === question ? state.open : [], (open) => setState({ question, open })];
}
