// "Examples from your data": what there is to search for, and a way to see that logs arrive.

import Header from '@cloudscape-design/components/header';

import { useBehavior } from '../../api/hooks';
import { hrefTo } from '../../app/location';
import { DataTable } from '../../components/DataTable';
import { Empty, Problem } from '../../components/States';
import Link from '@cloudscape-design/components/link';
import { ENTITY_COLUMNS } from './columns';
import type { Search } from './searches';

export function Examples({ search }: { search: Search }) {
  const [type] = search.types;
  const answer = useBehavior(
    '/behavior/entities/search',
    { Query: '*', MaxResults: 10, SortBy: 'LastSeen', SortOrder: 'DESC', ...(type ? { EntityType: type } : {}) },
    { enabled: search.types.length > 0, keepPrevious: true },
  );
  if (search.types.length === 0) return null;
  if (answer.error) return <Problem error={answer.error} retry={() => void answer.refetch()} what="Examples could not be loaded" />;
  return (
    <DataTable
      rows={answer.data?.Entities ?? []}
      columns={ENTITY_COLUMNS}
      label="Examples from your data"
      noun="example"
      variant="container"
      loading={answer.isPending}
      header={<Header description="What was seen last. Choose one, or search for what you know.">Examples from your data</Header>}
      empty={
        <Empty title="The graph has none yet" action={<Link href={hrefTo(['ingest'])}>See what was taken in</Link>}>
          Logs of this kind have not arrived, or their source package is off.
        </Empty>
      }
    />
  );
}
