// Times as the analyst wants them, and everything else that depends on it.

import { usePreferences } from '../state/preferences';
import { formatRange, formatTime, type TimeZone } from '../format/time';

export function useTimeZone(): TimeZone {
  return usePreferences()[0].timeZone;
}

/** A moment; the whole of it, to the second, is the tooltip. */
export function Time({ of, seconds = false }: { of: string; seconds?: boolean }) {
  const zone = useTimeZone();
  const time = Date.parse(of);
  if (Number.isNaN(time)) return <>{of}</>;
  return (
    <time dateTime={of} title={new Date(time).toISOString()} className="gs-time">
      {formatTime(time, zone, { seconds })}
    </time>
  );
}

export function TimeRange({ start, end }: { start: number; end: number }) {
  return <span className="gs-time">{formatRange(start, end, useTimeZone())}</span>;
}
