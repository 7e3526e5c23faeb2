// The map of the world, from Natural Earth by way of world-atlas. It comes with the console: nothing is loaded from elsewhere.

import type { Feature, FeatureCollection } from 'geojson';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import atlas from 'world-atlas/countries-110m.json';

import { echarts } from './echarts';

type GeoJson = Parameters<typeof echarts.registerMap>[1];

const topology = atlas as unknown as Topology<{ countries: GeometryCollection<{ name: string }> }>;
const world = feature(topology, topology.objects.countries) as FeatureCollection;

type Ring = number[][];

/**
 * Russia and Fiji lie on both sides of the date line, and their outlines leap from one edge of the map to the other. What
 * is beyond it is drawn beyond the right edge instead.
 */
function unwrapped(ring: Ring): Ring {
  const leaps = ring.some((point, index) => Math.abs((point[0] ?? 0) - (ring[index - 1]?.[0] ?? point[0] ?? 0)) > 180);
  return leaps ? ring.map(([longitude = 0, latitude = 0]) => [longitude < 0 ? longitude + 360 : longitude, latitude]) : ring;
}

function onOneSide(country: Feature): Feature {
  const { geometry } = country;
  if (geometry.type === 'Polygon') return { ...country, geometry: { ...geometry, coordinates: geometry.coordinates.map(unwrapped) } };
  if (geometry.type !== 'MultiPolygon') return country;
  return { ...country, geometry: { ...geometry, coordinates: geometry.coordinates.map((polygon) => polygon.map(unwrapped)) } };
}

// Nobody calls from Antarctica, and it takes a fifth of the map.
echarts.registerMap('world', {
  ...world,
  features: world.features.filter((it) => it.id !== '010').map(onOneSide),
} as unknown as GeoJson);
