// Rows of activity, each with those below it.

import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { useState } from 'react';

import type { ActivitySource } from '../api/behavior.gen';
import { Empty } from '../components/States';
import { Time, useTimeZone } from '../components/Time';
import { formatBytes, formatNumber } from '../format/number';
import { visible } from '../format/text';
import { DIMENSION_NAMES, sumOf, SUMS_OF } from './dimensions';
import { DimensionValue, GroupValue } from './GroupValue';
import type { Level, Node } from './levels';
import { isOneCall } from './records/records';
import { type Activity, type Order } from './useActivity';

interface Props {
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

const levelName = (level: Level | undefined): string => DIMENSION_NAMES[level?.keys.at(-1) ?? 'Caller'];

function nameColumns(levels: readonly Level[], isFlat: boolean): TableProps.ColumnDefinition<Node>[] {
  const [first] = levels;
  if (isFlat) {
    return (first?.keys ?? []).map((dimension) => ({
      id: dimension,
      header: DIMENSION_NAMES[dimension],
      minWidth: 100,
      cell: ({ group }) => {
        const value = group.Keys[dimension];
        return value === undefined ? <span className="gs-none">–</span> : <DimensionValue dimension={dimension} value={value} />;
      },
    }));
  }
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

export function ActivityTable({ source, levels, isFlat, isStory, activity, order, onOrder, open, onOpen, label, onRecords }: Props) {
  const zone = useTimeZone();
  const sums: TableProps.ColumnDefinition<Node>[] = SUMS_OF[source].map((sum) => ({
    id: sum.id,
    header: <span className="gs-number-header">{sum.name}</span>,
    cell: ({ group }) => <span className="gs-number">{(sum.isBytes ? formatBytes : formatNumber)(sumOf(group, sum))}</span>,
    sortingField: sum.id,
    minWidth: 110,
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
  const columns = [
    ...(isStory ? [firstSeen, ...names, ...sums] : [...names, ...sums, firstSeen]),
    time('LastSeen', 'Last seen'),
    ...(source === 'API' ? [recordsColumn(onRecords)] : []),
  ];
  return (
    <div className={activity.isStale ? 'gs-stale' : ''} aria-busy={activity.isStale}>
      <Table<Node>
        items={activity.roots}
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
          if (field !== undefined) onOrder({ SortBy: field, SortOrder: detail.isDescending ? 'DESC' : 'ASC' });
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
              renderLoaderPending: () => <Box color="text-body-secondary">There are more: filter to see them.</Box>,
            })}
        ariaLabels={{
          tableLabel: label,
          expandButtonLabel: () => 'Open the row',
          collapseButtonLabel: () => 'Close the row',
        }}
        empty={<Empty title="No activity">Nothing in this window passes the filters. Clear them, or choose another window.</Empty>}
        footer={
          activity.hasMore && (
            <Box textAlign="center">
              <Button loading={activity.isLoadingMore} onClick={activity.loadMore}>
                Load more
              </Button>
            </Box>
          )
        }
      />
    </div>
  );
}

/** Rows that are open; none is after the question has changed. */
export function useOpen(question: string): [readonly Node[], (open: readonly Node[]) => void] {
  const [state, setState] = useState<{ question: string; open: readonly Node[] }>({ question, open: [] });
  return [state.question === question ? state.open : [], (open) => setState({ question, open })];
}
