import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';

import type { EntityType, SearchEntitiesRequest } from '../../api/behavior.gen';
import { useBehaviorPages } from '../../api/hooks';
import { setParams } from '../../app/location';
import { CopyAs } from '../../components/CopyAs';
import { csvRows, DataTable } from '../../components/DataTable';
import { LoadMore } from '../../components/LoadMore';
import { Empty, Problem } from '../../components/States';
import { counted } from '../../format/number';
import { ENTITY_COLUMNS } from './columns';
import { type Search, widerQuery } from './searches';

type Order = Pick<SearchEntitiesRequest, 'SortBy' | 'SortOrder'> & { readonly value: string; readonly label: string };

/** The order is the server's, as it decides which of very many come back. */
const LATEST: Order = { value: 'LastSeen', label: 'Latest seen first', SortBy: 'LastSeen', SortOrder: 'DESC' };
const ORDERS: readonly Order[] = [
  LATEST,
  { value: 'EntityId', label: 'By identifier', SortBy: 'EntityId', SortOrder: 'ASC' },
  { value: 'FirstSeen', label: 'Newest first', SortBy: 'FirstSeen', SortOrder: 'DESC' },
];

function usePages(type: EntityType | undefined, query: string, order: Order, enabled: boolean) {
  return useBehaviorPages(
    '/behavior/entities/search',
    { Query: query, MaxResults: 200, ...(type ? { EntityType: type } : {}), SortBy: order.SortBy, SortOrder: order.SortOrder },
    { enabled, keepPrevious: true },
  );
}

export function Results({ search, query }: { search: Search; query: string }) {
  const [order, setOrder] = useState(LATEST);
  const [first, second] = search.types;
  // Two questions at most: "User" is two kinds.
  const one = usePages(first, query, order, search.types.length > 0);
  const two = usePages(second, query, order, search.types.length > 1);
  const asked = search.types.length > 1 ? [one, two] : [one];
  const entities = asked.flatMap((it) => it.data ?? []).flatMap((page) => page.Entities);
  const failed = asked.find((it) => it.error && it.data === undefined);
  if (failed) return <Problem error={failed.error} retry={() => void failed.refetch()} what="The search was not answered" />;
  const hasMore = asked.some((it) => it.hasNextPage);
  const wider = widerQuery(query);
  return (
    <DataTable
      rows={entities}
      columns={ENTITY_COLUMNS}
      label="Results of the search"
      noun="result"
      variant="container"
      stickyHeader
      loading={asked.some((it) => it.isPending)}
      header={
        <Header
          counter={`(${entities.length}${hasMore ? '+' : ''})`}
          actions={
            <SpaceBetween direction="horizontal" size="xs" alignItems="center">
              <Select
                selectedOption={order}
                options={ORDERS}
                ariaLabel="Order"
                onChange={({ detail }) => setOrder(ORDERS.find((it) => it.value === detail.selectedOption.value) ?? LATEST)}
              />
              <CopyAs
                page="search"
                panel="results"
                request={{ path: '/behavior/entities/search', body: { Query: query, ...(first ? { EntityType: first } : {}) } }}
                csv={() => csvRows(ENTITY_COLUMNS, entities)}
              />
            </SpaceBetween>
          }
        >
          Results
        </Header>
      }
      empty={
        <Empty
          title="Nothing found"
          action={wider !== undefined && <Button onClick={() => setParams({ q: wider })}>Search for {wider}</Button>}
        >
          The graph has never seen this{search.types[0] === undefined ? '' : ' as this type'}. Without a pattern, the whole id, name or ARN is compared.
        </Empty>
      }
      footer={hasMore && <LoadMore of={asked}>Load more than {counted(entities.length, 'result')}</LoadMore>}
    />
  );
}
