// A chart of ECharts in React. ECharts is the largest part of the console: it is loaded while the page asks its questions, and
// a page is drawn without it.

import type { ECharts, EChartsCoreOption } from 'echarts/core';
import { type ComponentType, lazy, Suspense, useState } from 'react';

import { Loading } from '../components/States';

export type ChartOption = EChartsCoreOption;
export type ChartInstance = ECharts;

export interface ChartProps {
  readonly option: ChartOption;
  readonly height: number;
  /** What a screen reader says of it; the numbers themselves are in a table. */
  readonly label: string;
  /** Called once with the instance: for events, and to show a tooltip from the keyboard. */
  readonly onReady?: (chart: ChartInstance) => void;
}

const load = () => import('./Canvas');
const LaterCanvas = lazy(load);

/** Drawn at once where it was loaded before; `lazy` would show that it is being loaded in any case. */
let loaded: ComponentType<ChartProps> | undefined;

// Whoever loads this file will draw a chart. What cannot be loaded says so when it is to be drawn.
load()
  .then((it) => {
    loaded = it.default;
  })
  .catch(() => undefined);

export function Chart(props: ChartProps) {
  const [Canvas] = useState(() => loaded ?? LaterCanvas);
  return (
    <Suspense fallback={<Loading height={props.height} label="Loading the chart" />}>
      <Canvas {...props} />
    </Suspense>
  );
}
