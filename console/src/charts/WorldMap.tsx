// Places on a map of the world; the larger the mark, the more calls.

import { useMemo } from 'react';

import type { MapData } from '../api/behavior.gen';
import { label } from '../format/text';
import { formatNumber } from '../format/number';
import { Chart, type ChartOption } from './Chart';
import { type Colours, useColours } from './colours';
import { TOOLTIP_FRAME, tooltipElement } from './tooltip';
import './world';

export type Place = MapData['Places'][number];

const calls = (place: Place): number => place.SuccessCount + place.FailureCount;

function optionOf(places: readonly Place[], colours: Colours): ChartOption {
  const most = Math.max(1, ...places.map(calls));
  return {
    geo: {
      map: 'world',
      roam: true,
      scaleLimit: { min: 1, max: 12 },
      silent: true,
      top: 4,
      bottom: 4,
      itemStyle: { areaColor: colours.land, borderColor: colours.surface, borderWidth: 0.6 },
      emphasis: { disabled: true },
    },
    tooltip: {
      ...TOOLTIP_FRAME,
      trigger: 'item',
      formatter: ({ dataIndex }: { dataIndex: number }) => {
        const place = places[dataIndex];
        if (!place) return '';
        return tooltipElement(label(place.Label), [
          { colour: colours.ok, name: 'Successful calls', value: formatNumber(place.SuccessCount) },
          { colour: colours.bad, name: 'Failed calls', value: formatNumber(place.FailureCount) },
        ]);
      },
    },
    series: [
      {
        type: 'scatter',
        coordinateSystem: 'geo',
        data: places.map((place) => ({
          value: [place.Longitude, place.Latitude],
          symbolSize: 10 + 18 * Math.sqrt(calls(place) / most),
          itemStyle: { color: place.FailureCount > place.SuccessCount ? colours.bad : colours.ok, opacity: 0.8, borderColor: colours.surface, borderWidth: 1.5 },
        })),
      },
    ],
  };
}

export function WorldMap({ places, title, height = 360 }: { places: readonly Place[]; title: string; height?: number }) {
  const colours = useColours();
  const option = useMemo(() => optionOf(places, colours), [places, colours]);
  const named = places.slice(0, 10).map((it) => label(it.Label)).join('; ');
  return (
    <div className="gs-map">
      <Chart option={option} height={height} label={`${title}, a map: ${named}`} />
    </div>
  );
}
