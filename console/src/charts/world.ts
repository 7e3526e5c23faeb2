// The map of the world, from Natural Earth by way of world-atlas. It comes with the console: nothing is loaded from elsewhere.

import * as echarts from 'echarts/core';
import type { FeatureCollection } from 'geojson';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import atlas from 'world-atlas/countries-110m.json';

type GeoJson = Parameters<typeof echarts.registerMap>[1];

const topology = atlas as unknown as Topology<{ countries: GeometryCollection<{ name: string }> }>;
const world = feature(topology, topology.objects.countries) as FeatureCollection;

// Nobody calls from Antarctica, and it takes a fifth of the map.
echarts.registerMap('world', {
  ...world,
  features: world.features.filter((it) => it.id !== '010'),
} as unknown as GeoJson);
