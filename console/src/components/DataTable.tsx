// The table of the console: sorted, filtered, in pages of the preferred length, and as CSV.

import { useCollection } from '@cloudscape-design/collection-hooks';
import CollectionPreferences from '@cloudscape-design/components/collection-preferences';
import Pagination from '@cloudscape-design/components/pagination';
import CloudscapeTable, { type TableProps } from '@cloudscape-design/components/table';
import TextFilter from '@cloudscape-design/components/text-filter';
import { type ReactNode, useMemo } from 'react';

import type { CsvValue } from '../format/csv';
import { counted } from '../format/number';
import { withArticle } from '../format/text';
import { ALL_ROWS, PAGE_SIZES, usePreferences } from '../state/preferences';
import type { TimeZone } from '../format/time';
import type { Csv } from './CopyAs';
import { useRowWindow } from './rowWindow';
import { Empty, Loading } from './States';
import { useTimeZone } from './Time';

export interface Column<T> {
  readonly id: string;
  readonly header: string;
  readonly cell: (row: T) => ReactNode;
  /** By what it is sorted and filtered, and what is exported. Without it, the column is for looking only. */
  readonly value?: (row: T) => CsvValue;
  /** What is found and exported, where that is not what it is sorted by. */
  readonly text?: (row: T) => CsvValue;
  /** The columns that it is exported as, where a cell has several values below each other. */
  readonly parts?: readonly Column<T>[];
  readonly isNumber?: boolean;
  /** Cells are `<Time bare>`; the header says the zone once. */
  readonly isTime?: boolean;
  readonly width?: number;
  readonly minWidth?: number;
}

interface Props<T> {
  readonly rows: readonly T[];
  readonly columns: readonly Column<T>[];
  readonly label: string;
  readonly header?: ReactNode;
  readonly loading?: boolean;
  readonly empty?: ReactNode;
  /** What a row is called, to count them. */
  readonly noun?: string;
  /** Filter, paging and preferences go where few rows need none. */
  readonly variant?: TableProps['variant'];
  readonly trackBy?: (row: T) => string;
  /** The row that is selected, and what to do when another is. */
  readonly selected?: T | undefined;
  readonly onSelect?: ((row: T | undefined) => void) | undefined;
  /** The rows that are ticked, where something can be done with several. */
  readonly ticked?: readonly T[];
  readonly onTick?: (rows: readonly T[]) => void;
  readonly canTick?: (row: T) => boolean;
  /** The first column to sort by. */
  readonly sortedBy?: { readonly id: string; readonly descending?: boolean };
  readonly filter?: ReactNode;
  readonly footer?: ReactNode;
  readonly stickyHeader?: boolean;
}

/** "Choose all" is about the rows that are drawn: never of fewer than the page has. */
const MOST_TICKED = 100;

function compare(a: CsvValue, b: CsvValue): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a).localeCompare(String(b), 'en', { numeric: true });
}

/** Rows as they are exported: every column that has a value. */
export function csvRows<T>(columns: readonly Column<T>[], rows: readonly T[]): Csv {
  const exported = columns.flatMap((it) => it.parts ?? [it]).filter((it) => it.value !== undefined);
  return {
    header: exported.map((it) => it.header),
    rows: rows.map((row) => exported.map((it) => (it.text ?? it.value)?.(row))),
  };
}

/** What a table takes while nobody knows its rows: about a screen, so that what comes below is not pushed about. */
const LOADING_HEIGHT = 480;

/** Until there are rows, their place: header, filter and columns have other sizes without them, and would jump. */
export function DataTable<T>(props: Props<T>) {
  if (props.loading && props.rows.length === 0) return <Loading height={LOADING_HEIGHT} label={`Loading ${props.noun ?? 'row'}s`} />;
  return <Filled {...props} />;
}

function Filled<T>(props: Props<T>) {
  const { rows, columns, label, noun = 'row', variant = 'embedded', onSelect, onTick, canTick } = props;
  const [preferences, setPreferences] = usePreferences();
  const zone = useTimeZone();
  const definitions = useMemo(() => columns.map((it) => definitionOf(it, zone)), [columns, zone]);
  const sorted = props.sortedBy && definitions.find((it) => it.id === props.sortedBy?.id);
  const collection = useCollection(rows, {
    filtering: {
      filteringFunction: (row, text) => {
        const wanted = text.toLowerCase();
        return columns.some((it) => String((it.text ?? it.value)?.(row) ?? '').toLowerCase().includes(wanted));
      },
      empty: props.empty ?? <Empty title={`No ${noun}s`}>Nothing of this kind in the scope time. A longer one may have some.</Empty>,
      noMatch: <Empty title="No matches">Nothing has this text. Clear the filter to see everything.</Empty>,
    },
    pagination: { pageSize: onTick ? Math.min(preferences.pageSize, MOST_TICKED) : preferences.pageSize },
    sorting: sorted ? { defaultState: { sortingColumn: sorted, isDescending: props.sortedBy?.descending ?? false } } : {},
    selection: props.trackBy ? { trackBy: props.trackBy } : {},
  });
  const { collectionProps, actions } = collection;
  // Whoever sorts by a number asks for the most.
  const sort: NonNullable<TableProps<T>['onSortingChange']> = ({ detail }) => {
    const isOther = collectionProps.sortingColumn?.sortingComparator !== detail.sortingColumn.sortingComparator;
    const isNumber = columns.find((it) => it.id === (detail.sortingColumn as TableProps.ColumnDefinition<T>).id)?.isNumber ?? false;
    actions.setSorting({ sortingColumn: detail.sortingColumn, isDescending: isOther && isNumber ? true : (detail.isDescending ?? false) });
  };
  const isLong = rows.length > 10;
  const { shown, before, frame } = useRowWindow(collection.items);
  // A row stays the same one when those before it are no longer drawn: its focus stays, and what is open in it.
  const numbers = useMemo(() => new Map(rows.map((row, index) => [row, String(index)])), [rows]);
  const trackBy = props.trackBy ?? ((row: T) => numbers.get(row) ?? '');
  return (
    <div ref={frame} className="gs-window">
      <CloudscapeTable<T>
        {...collectionProps}
        onSortingChange={sort}
        items={shown}
        firstIndex={(collectionProps.firstIndex ?? 1) + before}
        columnDefinitions={definitions}
        variant={variant}
        header={props.header}
        footer={props.footer}
        stickyHeader={props.stickyHeader ?? false}
        wrapLines
        resizableColumns={false}
        enableKeyboardNavigation
        trackBy={trackBy}
        {...(onSelect
          ? {
              selectionType: 'single' as const,
              selectedItems: props.selected === undefined ? [] : [props.selected],
              onSelectionChange: ({ detail }: { detail: { selectedItems: T[] } }) => onSelect(detail.selectedItems[0]),
              onRowClick: ({ detail }: { detail: { item: T } }) => onSelect(detail.item),
            }
          : {})}
        {...(onTick
          ? {
              selectionType: 'multi' as const,
              selectedItems: [...(props.ticked ?? [])],
              onSelectionChange: ({ detail }: { detail: { selectedItems: T[] } }) => onTick(detail.selectedItems),
              ...(canTick ? { isItemDisabled: (row: T) => !canTick(row) } : {}),
            }
          : {})}
        ariaLabels={{
          // Where a table scrolls it is a landmark beside its panel, which has the name itself.
          tableLabel: `Rows of ${label}`,
          itemSelectionLabel: (_, row) => `Choose ${noun}${props.trackBy ? ` ${props.trackBy(row)}` : ''}`,
          allItemsSelectionLabel: () => `Choose all ${noun}s`,
          selectionGroupLabel: onTick ? `Choose ${noun}s` : `Choose ${withArticle(noun)}`,
          activateEditLabel: () => 'Edit',
        }}
        filter={
          props.filter ??
          (isLong && (
            <TextFilter
              {...collection.filterProps}
              filteringPlaceholder={`Find ${noun}s`}
              filteringAriaLabel={`Find ${noun}s in ${label}`}
              filteringClearAriaLabel="Clear the filter"
              countText={counted(collection.filteredItemsCount ?? 0, 'match', 'matches')}
            />
          ))
        }
        pagination={
          isLong && (
            <Pagination
              {...collection.paginationProps}
              ariaLabels={{ paginationLabel: `Pages of ${label}`, nextPageLabel: 'Next page', previousPageLabel: 'Previous page', pageLabel: (page) => `Page ${page}` }}
            />
          )
        }
        preferences={
          isLong && (
            <CollectionPreferences
              title="Preferences"
              confirmLabel="Confirm"
              cancelLabel="Cancel"
              preferences={{ pageSize: preferences.pageSize }}
              pageSizePreference={{ title: 'Page length', options: PAGE_SIZES.map((value) => ({ value, label: value === ALL_ROWS ? 'All rows' : `${value} rows` })) }}
              onConfirm={({ detail }) => {
                const pageSize = PAGE_SIZES.find((it) => it === detail.pageSize);
                if (pageSize !== undefined) setPreferences({ pageSize });
              }}
            />
          )
        }
      />
    </div>
  );
}

/** `UTC` or `local`: the offset itself may differ from row to row, by the time of the year. */
function headerOf<T>(column: Column<T>, zone: TimeZone): string {
  return column.isTime ? `${column.header} (${zone === 'utc' ? 'UTC' : 'local'})` : column.header;
}

function definitionOf<T>(column: Column<T>, zone: TimeZone): TableProps.ColumnDefinition<T> {
  const { value } = column;
  return {
    id: column.id,
    header: column.isNumber ? <span className="gs-number-header">{column.header}</span> : headerOf(column, zone),
    cell: (row) => (column.isNumber ? <span className="gs-number">{column.cell(row)}</span> : column.cell(row)),
    ...(value ? { sortingComparator: (a: T, b: T) => compare(value(a), value(b)) } : {}),
    ...(column.width === undefined ? {} : { width: column.width }),
    ...(column.minWidth === undefined && !column.isTime ? {} : { minWidth: column.minWidth ?? 140 }),
  };
}
