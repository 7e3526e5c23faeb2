// A timeline that is looked at with the pointer or the arrow keys; choosing an interval opens it.

import SegmentedControl from '@cloudscape-design/components/segmented-control';
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';

import type { TimelineData } from '../api/behavior.gen';
import { DataTable } from '../components/DataTable';
import { useTimeZone } from '../components/Time';
import { formatRange } from '../format/time';
import type { Scope } from '../scope/scope';
import { Chart, type ChartInstance } from './Chart';
import { useColours } from './colours';
import { binScope, formatOf, timelineHeight, timelineOption } from './timeline';

interface Props {
  readonly data: TimelineData;
  readonly label: string;
  readonly scope: Scope;
  /** The interval whose details are shown, if they are of this timeline. */
  readonly open?: Scope | undefined;
  readonly onOpen?: (window: Scope) => void;
}

export function TimelineChart(props: Props) {
  const [view, setView] = useState('chart');
  return (
    <div className="gs-timeline">
      <div className="gs-timeline-view">
        <SegmentedControl
          selectedId={view}
          onChange={({ detail }) => setView(detail.selectedId)}
          label={`View of ${props.label}`}
          options={[
            { id: 'chart', text: 'Chart' },
            { id: 'table', text: 'Table' },
          ]}
        />
      </div>
      {view === 'chart' ? <Strips {...props} /> : <Numbers {...props} />}
    </div>
  );
}

function Strips({ data, label, scope, open, onOpen }: Props) {
  const colours = useColours();
  const zone = useTimeZone();
  const chart = useRef<ChartInstance>();
  const [focused, setFocused] = useState<number>();
  const openBin = open && data.StartTimes.findIndex((_, bin) => binScope(data, bin).start === open.start);
  const option = useMemo(
    () => timelineOption({ data, scope, colours, zone, open: openBin === -1 ? undefined : openBin, canOpen: onOpen !== undefined }),
    [data, scope, colours, zone, openBin, onOpen],
  );

  // ECharts keeps its listeners; what they do changes with the data.
  const choose = useRef<(bin: number) => void>();
  useEffect(() => {
    choose.current = (bin) => {
      if (onOpen && data.StartTimes[bin] !== undefined) onOpen(binScope(data, bin));
    };
  }, [data, onOpen]);
  const onReady = useCallback((instance: ChartInstance) => {
    chart.current = instance;
    // The whole column of a bin is what is chosen, not only its bar: a bar of one call is hard to hit.
    instance.getZr().on('click', (event) => {
      // All strips have the same hours, so that the first one's axis tells.
      const bin = Number(instance.convertFromPixel({ xAxisIndex: 0 }, event.offsetX));
      if (bin >= 0) choose.current?.(Math.round(bin));
    });
  }, []);

  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, PageUp: -24, PageDown: 24 };
    const step = steps[event.key];
    if (step !== undefined) {
      event.preventDefault();
      const from = focused ?? data.StartTimes.findIndex((_, bin) => binScope(data, bin).start >= scope.start) - step;
      const next = Math.min(Math.max(from + step, 0), data.StartTimes.length - 1);
      setFocused(next);
      chart.current?.dispatchAction({ type: 'showTip', seriesIndex: data.Series[0]?.Baseline ? 3 : 0, dataIndex: next });
    } else if ((event.key === 'Enter' || event.key === ' ') && focused !== undefined) {
      event.preventDefault();
      choose.current?.(focused);
    }
  };
  const said = focused === undefined ? '' : spoken(data, focused, zone);
  return (
    <div
      className={onOpen ? 'gs-strips gs-strips-open' : 'gs-strips'}
      tabIndex={0}
      role="group"
      aria-label={`${label}. Arrow keys move from interval to interval${onOpen ? ', Enter opens one' : ''}.`}
      onKeyDown={onKeyDown}
      onBlur={() => chart.current?.dispatchAction({ type: 'hideTip' })}
    >
      <Chart option={option} height={timelineHeight(data.Series.length)} label={label} onReady={onReady} />
      <span className="gs-offscreen" aria-live="polite">
        {said}
      </span>
    </div>
  );
}

function spoken(data: TimelineData, bin: number, zone: 'utc' | 'local'): string {
  const { start, end } = binScope(data, bin);
  const values = data.Series.map((it) => `${it.Label} ${formatOf(it.Type)(it.Values[bin] ?? 0)}`);
  return `${formatRange(start, end, zone)}: ${values.join(', ')}`;
}

/** The same as numbers. */
export function Numbers({ data, label }: Pick<Props, 'data' | 'label'>) {
  const zone = useTimeZone();
  const bins = useMemo(() => data.StartTimes.map((start, index) => ({ start, index })), [data]);
  return (
    <DataTable
      rows={bins}
      label={label}
      noun="interval"
      columns={[
        {
          id: 'start',
          header: 'Interval',
          cell: ({ index }) => {
            const { start, end } = binScope(data, index);
            return formatRange(start, end, zone);
          },
          value: ({ start }) => start,
        },
        ...data.Series.map((series) => ({
          id: series.Id,
          header: series.Label,
          isNumber: true,
          cell: ({ index }: { index: number }) => formatOf(series.Type)(series.Values[index] ?? 0),
          value: ({ index }: { index: number }) => series.Values[index] ?? 0,
        })),
      ]}
    />
  );
}
