// Times as the analyst wants them, and everything else that depends on it.

import { usePreferences } from '../state/preferences';
import { formatRange, formatTime, type TimeZone } from '../format/time';

export function useTimeZone(): TimeZone {
  return usePreferences()[0].timeZone;
}

interface TimeProps {
  readonly of: string;
  readonly seconds?: boolean;
  /** Without the zone: in a column whose header has it (`Column.isTime`). */
  readonly bare?: boolean;
}

/** A moment; the whole of it, to the second, is the tooltip. */
export function Time({ of, seconds = false, bare = false }: TimeProps) {
  const zone = useTimeZone();
  const time = Date.parse(of);
  if (Number.isNaN(time)) return <>{of}</>;
  return (
    <time dateTime={of} title={new Date(time).toISOString()} className="gs-time">
      {formatTime(time, zone, { seconds, bare })}
    </time>
  );
}

export function TimeRange({ start, end }: { start: number; end: number }) {
  return <span className="gs-time">{formatRange(start, end, useTimeZone())}</span>;
}
