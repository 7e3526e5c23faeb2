import Box from '@cloudscape-design/components/box';
import { lazy, Suspense, useMemo, useState } from 'react';

import type { Filter, GetSummaryResponse } from '../../api/behavior.gen';
import { seenColumn } from '../../components/columns';
import { csvRows, type Column, DataTable } from '../../components/DataTable';
import { AccountLink, EntityLink } from '../../components/EntityLink';
import { NumberLink } from '../../components/NumberLink';
import { SafeText } from '../../components/SafeText';
import { Empty, Loading } from '../../components/States';
import { WhenNear } from '../../components/WhenNear';
import { Why } from '../../forms/rows';
import { ENTITY_TYPES } from '../../entities/types';
import { formatNumber } from '../../format/number';
import { visible } from '../../format/text';
import { paramsOfScope, type Scope } from '../../scope/scope';
import { GEOLOCATIONS_HELP } from './help';
import { callsFromHref } from './links';
import { othersText, placeName } from './place';
import { SummaryPanel } from './SummaryPanel';

type Geolocation = GetSummaryResponse['NewGeolocations'][number];
type Visitor = Geolocation['Principals'][number];

// The world is as large as the rest of the page.
const WorldMap = lazy(async () => ({ default: (await import('../../charts/WorldMap')).WorldMap }));

const MAP_HEIGHT = 360;

const COLUMNS: readonly Column<Geolocation>[] = [
  { id: 'place', header: 'Place', minWidth: 190, cell: (it) => <SafeText>{placeName(it)}</SafeText>, value: placeName },
  {
    id: 'who',
    header: 'Users and roles',
    isNumber: true,
    minWidth: 110,
    cell: (it) => formatNumber(it.Principals.length),
    value: (it) => it.Principals.length,
  },
  { id: 'ok', header: 'Successful calls', isNumber: true, minWidth: 110, cell: (it) => formatNumber(it.SuccessCount), value: (it) => it.SuccessCount },
  {
    id: 'bad',
    header: 'Failed calls',
    isNumber: true,
    minWidth: 100,
    cell: (it) => <span className={it.FailureCount > it.SuccessCount ? 'gs-worse' : ''}>{formatNumber(it.FailureCount)}</span>,
    value: (it) => it.FailureCount,
  },
  seenColumn((it) => it.FirstSeen, (it) => it.LastSeen),
  { id: 'why', header: 'Why', minWidth: 70, cell: (it) => <Why of={it.Explanation} /> },
];

function visitorColumns(window: Scope, place: Geolocation): Column<Visitor>[] {
  const name = (it: Visitor) => it.Name ?? it.EntityId;
  return [
    {
      id: 'who',
      header: 'User or role',
      minWidth: 240,
      cell: (it) => <EntityLink type={it.EntityType} id={it.EntityId} name={it.Name} params={paramsOfScope(window)} />,
      value: name,
    },
    { id: 'type', header: 'Type', minWidth: 110, cell: (it) => ENTITY_TYPES[it.EntityType].name, value: (it) => ENTITY_TYPES[it.EntityType].name },
    { id: 'account', header: 'Account', minWidth: 155, cell: (it) => <AccountLink id={it.AccountId} />, value: (it) => it.AccountId },
    {
      id: 'ok',
      header: 'Successful calls',
      isNumber: true,
      minWidth: 120,
      cell: (it) => <NumberLink value={it.SuccessCount} href={callsFromHref(it.EntityType, it.EntityId, window, place)} label={`calls of ${visible(name(it))} from ${visible(placeName(place))}`} />,
      value: (it) => it.SuccessCount,
    },
    {
      id: 'bad',
      header: 'Failed calls',
      isNumber: true,
      minWidth: 110,
      cell: (it) => <NumberLink value={it.FailureCount} href={callsFromHref(it.EntityType, it.EntityId, window, place)} label={`calls of ${visible(name(it))} from ${visible(placeName(place))}`} />,
      value: (it) => it.FailureCount,
    },
  ];
}

interface Props {
  readonly geolocations: readonly Geolocation[];
  readonly isTraining: boolean;
  readonly window: Scope;
  readonly request: { readonly path: string; readonly body: object };
}

export function GeolocationsPanel({ geolocations, isTraining, window, request }: Props) {
  const [chosen, choose] = useState<Geolocation>();
  const places = useMemo(
    () =>
      geolocations.flatMap((it) =>
        it.Latitude === undefined || it.Longitude === undefined
          ? []
          : [{ Latitude: it.Latitude, Longitude: it.Longitude, Label: placeName(it), SuccessCount: it.SuccessCount, FailureCount: it.FailureCount }],
      ),
    [geolocations],
  );
  // Who called from the first is on the screen without a choice.
  const open = chosen !== undefined && geolocations.includes(chosen) ? chosen : geolocations[0];
  const visitors = useMemo(() => (open ? visitorColumns(window, open) : []), [window, open]);
  return (
    <SummaryPanel
      id="NewGeolocations"
      title="Newly observed geolocations"
      guidance="Places that calls came from, and none of the whole graph in the 45 days before."
      counter={`(${geolocations.length})`}
      help={GEOLOCATIONS_HELP}
      window={window}
      request={request}
      {...(geolocations.length > 0 ? { sql: { question: { Source: 'API', GroupBy: ['Country', 'City', 'Caller'], Conditions: { all: fromThere(geolocations), oneOf: [] } }, scope: window } } : {})}
      csv={() => visitorsCsv(geolocations)}
    >
      {geolocations.length === 0 ? (
        <Empty title="No new places">
          {isTraining
            ? 'The graph has few days of data to compare with. Look at the places on the profiles of principals.'
            : 'All calls came from where calls came from before. Look at another day, or at the places on the profiles of principals.'}
        </Empty>
      ) : (
        <>
          {places.length > 0 && (
            <WhenNear height={MAP_HEIGHT}>
              <Suspense fallback={<Loading height={MAP_HEIGHT} label="Loading the map" />}>
                <WorldMap places={places} title="Newly observed geolocations" height={MAP_HEIGHT} />
              </Suspense>
            </WhenNear>
          )}
          <DataTable
            rows={geolocations}
            columns={COLUMNS}
            label="Newly observed geolocations"
            noun="place"
            trackBy={(it) => `${placeName(it)} ${it.Latitude} ${it.Longitude}`}
            selected={open}
            onSelect={choose}
          />
          {open && (
            <div className="gs-expanded">
              <Box variant="awsui-key-label">
                Who called from <SafeText>{placeName(open)}</SafeText>
              </Box>
              <DataTable rows={open.Principals} columns={visitors} label={`Who called from ${visible(placeName(open))}`} noun="principal" footer={othersText(open)} />
            </div>
          )}
        </>
      )}
    </SummaryPanel>
  );
}

/** Calls from these countries and, where each place is a city, from these cities. */
function fromThere(geolocations: readonly Geolocation[]): Filter[] {
  const filters: Filter[] = [];
  for (const Dimension of ['Country', 'City'] as const) {
    const Values = geolocations.flatMap((it) => it[Dimension] ?? []);
    if (Values.length === geolocations.length) filters.push({ Dimension, Operator: 'EQUALS', Values: [...new Set(Values)] });
  }
  return filters;
}

/** A line for each user and role, with its place. */
function visitorsCsv(geolocations: readonly Geolocation[]) {
  const flat = geolocations.flatMap((place) => place.Principals.map((who) => ({ place, who })));
  return csvRows<(typeof flat)[number]>(
    [
      { id: 'place', header: 'Place', cell: () => null, value: ({ place }) => placeName(place) },
      { id: 'latitude', header: 'Latitude', cell: () => null, value: ({ place }) => place.Latitude },
      { id: 'longitude', header: 'Longitude', cell: () => null, value: ({ place }) => place.Longitude },
      { id: 'type', header: 'Type', cell: () => null, value: ({ who }) => who.EntityType },
      { id: 'id', header: 'Identifier', cell: () => null, value: ({ who }) => who.EntityId },
      { id: 'name', header: 'Name', cell: () => null, value: ({ who }) => who.Name },
      { id: 'account', header: 'Account', cell: () => null, value: ({ who }) => who.AccountId },
      { id: 'ok', header: 'Successful calls', cell: () => null, value: ({ who }) => who.SuccessCount },
      { id: 'bad', header: 'Failed calls', cell: () => null, value: ({ who }) => who.FailureCount },
      { id: 'first', header: 'First seen', cell: () => null, value: ({ place }) => place.FirstSeen },
    ],
    flat,
  );
}
