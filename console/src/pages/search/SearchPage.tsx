// Search. User Guide, "Searching for a finding or entity".

import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';

import { setParams, useLocation } from '../../app/location';
import { usePage } from '../../app/page';
import { InfoLink } from '../../state/help';
import { Examples } from './Examples';
import { SEARCH_HELP } from './help';
import { Results } from './Results';
import { SearchForm } from './SearchForm';
import { SEARCHES } from './searches';

export default function SearchPage() {
  usePage('Search');
  const { params } = useLocation();
  const search = SEARCHES.find((it) => it.id === params.get('type')) ?? SEARCHES[0];
  const query = params.get('q') ?? '';
  if (search === undefined) return null;
  return (
    <ContentLayout
      header={
        <Header variant="h1" info={<InfoLink help={SEARCH_HELP} />} description="Find any entity of the graph by its id, its name, its ARN or a pattern.">
          Search
        </Header>
      }
    >
      <SpaceBetween size="l">
        <Container>
          <SearchForm key={`${search.id} ${query}`} search={search} query={query} onSearch={(type, q) => setParams({ type, q: q === '' ? undefined : q })} />
        </Container>
        {query === '' ? <Examples search={search} /> : <Results key={search.id} search={search} query={query} />}
      </SpaceBetween>
    </ContentLayout>
  );
}
