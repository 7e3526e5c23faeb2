// A chart as ECharts draws it: its size, its theme, its end. Only `Chart.tsx` imports it.

import { useEffect, useRef } from 'react';

import type { ChartInstance, ChartProps } from './Chart';
import { echarts } from './echarts';
import { warmUp } from './warmUp';

/** Whether a chart was drawn. */
let isWarm = false;

// When there is nothing else to do, as while the page waits for an answer. Safari knows no idle time.
(window.requestIdleCallback ?? setTimeout)(() => {
  if (!isWarm) warmUp();
});

/** The option replaces the former one wholly. Nothing is animated: an analyst compares, and does not watch. */
export default function Canvas({ option, height, label, onReady }: ChartProps) {
  const element = useRef<HTMLDivElement>(null);
  const chart = useRef<ChartInstance>();
  const ready = useRef(onReady);
  ready.current = onReady;

  useEffect(() => {
    if (element.current === null) return;
    isWarm = true;
    const instance = echarts.init(element.current, null, { renderer: 'canvas' });
    chart.current = instance;
    ready.current?.(instance);
    // It is told of the first size, too, which the chart has already: drawing it again would take as long as the first time.
    const frame = element.current;
    const observer = new ResizeObserver(() => {
      if (instance.getWidth() !== frame.clientWidth || instance.getHeight() !== frame.clientHeight) instance.resize();
    });
    observer.observe(frame);
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
