// A chart of ECharts in React: its size, its theme, its end.

import { BarChart, LineChart, ScatterChart } from 'echarts/charts';
import { AriaComponent, DataZoomComponent, GeoComponent, GridComponent, MarkAreaComponent, TooltipComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';

// Charts that only one page needs are registered there: `echarts.use([GraphChart])`.
echarts.use([
  BarChart,
  LineChart,
  ScatterChart,
  GridComponent,
  GeoComponent,
  TooltipComponent,
  MarkAreaComponent,
  DataZoomComponent,
  AriaComponent,
  CanvasRenderer,
]);

export type ChartOption = echarts.EChartsCoreOption;
export type ChartInstance = echarts.ECharts;

interface Props {
  readonly option: ChartOption;
  readonly height: number;
  /** What a screen reader says of it; the numbers themselves are in a table. */
  readonly label: string;
  /** Called once with the instance: for events, and to show a tooltip from the keyboard. */
  readonly onReady?: (chart: ChartInstance) => void;
}

/** The option replaces the former one wholly. Nothing is animated: an analyst compares, and does not watch. */
export function Chart({ option, height, label, onReady }: Props) {
  const element = useRef<HTMLDivElement>(null);
  const chart = useRef<ChartInstance>();
  const ready = useRef(onReady);
  ready.current = onReady;

  useEffect(() => {
    if (element.current === null) return;
    const instance = echarts.init(element.current, null, { renderer: 'canvas' });
    chart.current = instance;
    ready.current?.(instance);
    const observer = new ResizeObserver(() => instance.resize());
    observer.observe(element.current);
    return () => {
      observer.disconnect();
      instance.dispose();
      chart.current = undefined;
    };
  }, []);

  useEffect(() => {
    chart.current?.setOption({ animation: false, ...option }, { notMerge: true });
  }, [option]);

  return <div ref={element} role="img" aria-label={label} style={{ height }} className="gs-chart" />;
}
