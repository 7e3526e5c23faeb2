// Shows and changes the scope time.

import Button from '@cloudscape-design/components/button';
import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import DateRangePicker, { type DateRangePickerProps } from '@cloudscape-design/components/date-range-picker';
import { useMemo } from 'react';

import { useTimeZone } from '../components/Time';
import { formatRange, formatSpan } from '../format/time';
import { useNow } from '../state/now';
import { HOUR, lastOf, LONGEST, PRESETS, type Scope, shifted, snapped, widened } from './scope';
import { type ScopeOfPage, useScopeHistory } from './useScope';

const UNIT_LENGTH: Readonly<Record<DateRangePickerProps.TimeUnit, number>> = {
  second: 1000,
  minute: 60_000,
  hour: HOUR,
  day: 24 * HOUR,
  week: 7 * 24 * HOUR,
  month: 30 * 24 * HOUR,
  year: LONGEST,
};

const OPTIONS: DateRangePickerProps.RelativeOption[] = PRESETS.map(({ label, length }) => ({
  key: label,
  type: 'relative',
  amount: length / HOUR,
  unit: 'hour',
}));

const TEXTS: DateRangePickerProps.I18nStrings = {
  relativeModeTitle: 'Historical',
  absoluteModeTitle: 'Start and end',
  relativeRangeSelectionHeading: 'Back from now',
  cancelButtonLabel: 'Cancel',
  applyButtonLabel: 'Apply',
  clearButtonLabel: 'Back to the default',
  customRelativeRangeOptionLabel: 'Another length',
  customRelativeRangeOptionDescription: 'An hour at least, a year at most',
  customRelativeRangeUnitLabel: 'Unit of time',
  customRelativeRangeDurationLabel: 'Length',
  customRelativeRangeDurationPlaceholder: 'A number',
  startDateLabel: 'From',
  endDateLabel: 'To',
  startTimeLabel: 'Hour',
  endTimeLabel: 'Hour',
  dateTimeConstraintText: 'Whole hours. Date: YYYY-MM-DD; hour: 24-hour clock.',
  previousMonthAriaLabel: 'Previous month',
  nextMonthAriaLabel: 'Next month',
  todayAriaLabel: 'Today',
  formatRelativeRange: ({ amount, unit }) =>
    PRESETS.find((it) => unit === 'hour' && it.length === amount * HOUR)?.label ?? `Last ${amount} ${unit}${amount === 1 ? '' : 's'}`,
};

function scopeOf(value: DateRangePickerProps.Value, now: number): Scope {
  if (value.type === 'relative') return lastOf(Math.ceil((value.amount * UNIT_LENGTH[value.unit]) / HOUR) * HOUR, now);
  return { start: Date.parse(value.startDate), end: Date.parse(value.endDate) };
}

function problemOf(value: DateRangePickerProps.Value, now: number): string | undefined {
  if (value.type === 'relative' && !(value.amount > 0)) return 'Say how long.';
  const { start, end } = scopeOf(value, now);
  if (Number.isNaN(start) || Number.isNaN(end)) return 'Choose both a start and an end.';
  if (end - start < HOUR) return 'The end is an hour after the start at least.';
  if (end - start > LONGEST) return 'A scope time has a year at most.';
  return undefined;
}

/** A local date with the offset that the picker writes. */
function pickerDate(time: number, offset: number): string {
  const sign = offset < 0 ? '-' : '+';
  const size = Math.abs(offset);
  const clock = new Date(time + offset * 60_000).toISOString().slice(0, 19);
  return `${clock}${sign}${String(Math.floor(size / 60)).padStart(2, '0')}:${String(size % 60).padStart(2, '0')}`;
}

export function ScopePicker({ of, label = 'Scope time' }: { of: ScopeOfPage; label?: string }) {
  const zone = useTimeZone();
  const now = useNow();
  const history = useScopeHistory();
  const { scope, setScope, resetScope, isDefault } = of;
  const offsetOf = useMemo(() => (date: Date) => (zone === 'utc' ? 0 : -date.getTimezoneOffset()), [zone]);
  const value: DateRangePickerProps.AbsoluteValue = {
    type: 'absolute',
    startDate: pickerDate(scope.start, offsetOf(new Date(scope.start))),
    endDate: pickerDate(scope.end, offsetOf(new Date(scope.end))),
  };
  const isLatest = shifted(scope, 1, now).end === scope.end;
  return (
    <div className="gs-scope" role="group" aria-label={label}>
      <Button iconName="angle-left" variant="icon" ariaLabel="Earlier" onClick={() => setScope(shifted(scope, -1, now))} />
      <DateRangePicker
        value={value}
        relativeOptions={OPTIONS}
        rangeSelectorMode="default"
        isValidRange={(next) => {
          const problem = next === null ? 'Choose a scope time.' : problemOf(next, now);
          return problem === undefined ? { valid: true } : { valid: false, errorMessage: problem };
        }}
        onChange={({ detail }) => {
          if (detail.value === null) return resetScope();
          const chosen = scopeOf(detail.value, now);
          setScope(snapped(chosen.start, chosen.end));
        }}
        getTimeOffset={offsetOf}
        timeInputFormat="hh"
        isDateEnabled={(date) => date.getTime() < now + 24 * HOUR}
        renderTriggerContent={() => <span className="gs-time">{formatRange(scope.start, scope.end, zone)}</span>}
        customRelativeRangeUnits={['hour', 'day', 'week', 'month']}
        i18nStrings={{
          ...TEXTS,
          renderSelectedAbsoluteRangeAriaLive: (from, to) => `From ${from} to ${to}`,
        }}
        showClearButton={!isDefault}
        expandToViewport
        ariaLabel={`${label}, ${formatRange(scope.start, scope.end, zone)}`}
      />
      <Button
        iconName="angle-right"
        variant="icon"
        ariaLabel="Later"
        disabled={isLatest}
        onClick={() => setScope(shifted(scope, 1, now))}
      />
      <ButtonDropdown
        variant="icon"
        ariaLabel="More scope times"
        expandToViewport
        items={[
          { id: 'wider', text: 'Three times as long' },
          { id: 'reset', text: 'Back to the default', disabled: isDefault },
          {
            text: 'Before',
            items: history.map((it, index) => ({
              id: `history-${index}`,
              text: formatRange(it.start, it.end, zone),
              secondaryText: formatSpan(it.end - it.start),
            })),
          },
        ]}
        onItemClick={({ detail }) => {
          if (detail.id === 'wider') return setScope(widened(scope, now));
          if (detail.id === 'reset') return resetScope();
          const chosen = history[Number(detail.id.replace('history-', ''))];
          if (chosen) setScope(chosen);
        }}
      />
      <span className="gs-scope-span">{formatSpan(scope.end - scope.start)}</span>
    </div>
  );
}
