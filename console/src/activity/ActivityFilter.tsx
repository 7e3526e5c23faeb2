import PropertyFilter, { type PropertyFilterProps } from '@cloudscape-design/components/property-filter';

import type { ActivitySource } from '../api/behavior.gen';
import { FLOW_ACTION_WORDS, FLOW_DIRECTION_WORDS } from '../format/words';
import { API_SUBSTRINGS, BLOCK, BLOCKS, DIMENSION_NAMES, DIMENSIONS_OF } from './dimensions';

const OPERATORS = [':', '!:', '=', '!='] as const;

function propertiesOf(source: ActivitySource): PropertyFilterProps.FilteringProperty[] {
  const dimensions: PropertyFilterProps.FilteringProperty[] = DIMENSIONS_OF[source].map((key) => ({
    key,
    propertyLabel: DIMENSION_NAMES[key],
    groupValuesLabel: `Values of ${DIMENSION_NAMES[key]}`,
    operators: [...OPERATORS],
    // The one that User Guide has for each: methods and addresses are compared whole, services and resources by a part.
    defaultOperator: key === 'IpAddress' || key === 'Peer' ? '=' : ':',
  }));
  return [...dimensions, { key: BLOCK, propertyLabel: 'CIDR block', groupValuesLabel: 'Blocks of addresses', operators: ['='] }];
}

const SUGGESTIONS: PropertyFilterProps.FilteringOption[] = [
  ...API_SUBSTRINGS.map((value) => ({ propertyKey: 'Api', value })),
  ...['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'].map((value) => ({ propertyKey: 'Verb', value })),
  ...Object.entries(FLOW_DIRECTION_WORDS).map(([value, label]) => ({ propertyKey: 'Direction', value, label })),
  ...Object.entries(FLOW_ACTION_WORDS).map(([value, label]) => ({ propertyKey: 'Action', value, label })),
  ...Object.keys(BLOCKS).map((value) => ({ propertyKey: BLOCK, value })),
];

interface Props {
  readonly source: ActivitySource;
  readonly query: PropertyFilterProps.Query;
  readonly onChange: (query: PropertyFilterProps.Query) => void;
  readonly label: string;
}

export function ActivityFilter({ source, query, onChange, label }: Props) {
  const properties = propertiesOf(source);
  return (
    <PropertyFilter
      query={query}
      onChange={({ detail }) => onChange(detail)}
      filteringProperties={properties}
      filteringOptions={SUGGESTIONS.filter((it) => properties.some((property) => property.key === it.propertyKey))}
      filteringPlaceholder="Filter by address, method, service, block …"
      filteringAriaLabel={label}
      disableFreeTextFiltering
      expandToViewport
    />
  );
}
