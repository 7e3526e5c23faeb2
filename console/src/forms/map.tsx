import { lazy, Suspense } from 'react';

import { Loading } from '../components/States';
import { type Form, type FormProps, tableHeight } from './form';
import { csvOfTable } from './rows';
import { TABLE } from './table';

// The world is as large as the rest of a page.
const WorldMap = lazy(async () => ({ default: (await import('../charts/WorldMap')).WorldMap }));

const MAP_HEIGHT = 360;

/** Places on a map, and the table of them. */
function MapAndTable({ data, look }: FormProps<'MAP'>) {
  return (
    <>
      {data.Places.length > 0 && (
        <Suspense fallback={<Loading height={MAP_HEIGHT} label="Loading the map" />}>
          <WorldMap places={data.Places} title={look.title} height={MAP_HEIGHT} />
        </Suspense>
      )}
      <TABLE.View data={data.Table} look={look} />
    </>
  );
}

export const MAP: Form<'MAP'> = {
  View: MapAndTable,
  csv: (data) => csvOfTable(data.Table),
  isEmpty: (data) => data.Places.length === 0 && data.Table.Rows.length === 0,
  heightOf: (data) => (data.Places.length > 0 ? MAP_HEIGHT : 0) + tableHeight(data.Table.Rows.length),
  drillDown: (data) => data.Table.DrillDown,
};
