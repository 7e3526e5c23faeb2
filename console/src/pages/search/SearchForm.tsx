import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Grid from '@cloudscape-design/components/grid';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import { useState } from 'react';

import { navigate } from '../../app/location';
import { findingGroupHref, findingHref } from '../../entities/links';
import { findingIdOf, type Search, SEARCHES } from './searches';

interface Props {
  readonly search: Search;
  readonly query: string;
  readonly onSearch: (type: string, query: string) => void;
}

const OPTIONS = SEARCHES.map(({ id, name }) => ({ value: id, label: name }));

export function SearchForm({ search, query, onSearch }: Props) {
  const [text, setText] = useState(query);
  const submit = () => {
    const wanted = text.trim();
    if (wanted === '') return;
    if (search.goesTo === 'finding') navigate(findingHref(findingIdOf(wanted)));
    else if (search.goesTo === 'findingGroup') navigate(findingGroupHref(wanted));
    else onSearch(search.id, wanted);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Grid gridDefinition={[{ colspan: { default: 12, s: 3 } }, { colspan: { default: 12, s: 7 } }, { colspan: { default: 12, s: 2 } }]}>
        <FormField label="Type">
          <Select
            selectedOption={OPTIONS.find((it) => it.value === search.id) ?? null}
            options={OPTIONS}
            filteringType="auto"
            filteringAriaLabel="Find a type"
            onChange={({ detail }) => onSearch(detail.selectedOption.value ?? 'All', text.trim())}
          />
        </FormField>
        <FormField label="Identifier, name or pattern">
          <Input value={text} onChange={({ detail }) => setText(detail.value)} placeholder={search.placeholder} type="search" autoFocus spellcheck={false} autoComplete={false} />
        </FormField>
        <FormField label={<span aria-hidden="true">&nbsp;</span>}>
          <Button variant="primary" formAction="submit" fullWidth>
            Search
          </Button>
        </FormField>
      </Grid>
    </form>
  );
}
