import { timelineHeight } from '../charts/timeline';
import { TimelineChart } from '../charts/TimelineChart';
import { sameScope } from '../scope/scope';
import type { Form, FormProps } from './form';

/** What happened over time, with what is usual, and with some time before and after. */
function Timeline({ data, look }: FormProps<'TIMELINE'>) {
  const { details, onDetails, scope, title } = look;
  const { DrillDown: drillDown } = data;
  // Of the whole scope time, nothing in particular is marked.
  const open = details && !sameScope(details.window, scope) ? details.window : undefined;
  return (
    <TimelineChart
      data={data}
      label={title}
      scope={scope}
      open={open}
      {...(drillDown && onDetails ? { onOpen: (window) => onDetails({ drillDown, window, filters: drillDown.Filters ?? [] }) } : {})}
    />
  );
}

export const TIMELINE: Form<'TIMELINE'> = {
  View: Timeline,
  csv: (data) => ({
    header: ['Start time', ...data.Series.map((it) => it.Label)],
    rows: data.StartTimes.map((start, bin) => [start, ...data.Series.map((it) => it.Values[bin])]),
  }),
  isEmpty: (data) => data.Series.every((it) => it.Values.every((value) => value === 0)),
  heightOf: (data) => 40 + timelineHeight(data.Series.length),
  drillDown: (data) => data.DrillDown,
};
