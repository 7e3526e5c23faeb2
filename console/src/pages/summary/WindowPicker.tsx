// Which 24 hours Summary is about.

import Button from '@cloudscape-design/components/button';
import DatePicker from '@cloudscape-design/components/date-picker';
import Select from '@cloudscape-design/components/select';

import { useTimeZone } from '../../components/Time';
import { formatClock, formatDay, formatRange, timeOf, zoneName } from '../../format/time';
import { DAY, lastOf, sameScope, type Scope } from '../../scope/scope';
import { useNow } from '../../state/now';
import { windowFrom, yesterday } from './window';

interface Props {
  readonly window: Scope;
  readonly onChange: (window: Scope) => void;
  readonly onReset: () => void;
}

const CLOCKS = Array.from({ length: 24 }, (_, hour) => ({ value: `${String(hour).padStart(2, '0')}:00`, label: `${String(hour).padStart(2, '0')}:00` }));

export function WindowPicker({ window, onChange, onReset }: Props) {
  const zone = useTimeZone();
  const now = useNow();
  const latest = lastOf(DAY, now);
  const dayBefore = yesterday(now, zone);
  const isLatest = sameScope(window, latest);
  const day = formatDay(window.start, zone);
  const clock = formatClock(window.start, zone);
  const choose = (date: string, hour: string) => {
    const start = timeOf(date, hour, zone);
    if (!Number.isNaN(start)) onChange(windowFrom(start, now));
  };
  return (
    <div className="gs-scope" role="group" aria-label={`24 hours, ${formatRange(window.start, window.end, zone)}`}>
      <Button iconName="angle-left" variant="icon" ariaLabel="A day earlier" onClick={() => onChange(windowFrom(window.start - DAY, now))} />
      <div className="gs-window-day">
        <DatePicker
          value={day}
          onChange={({ detail }) => choose(detail.value, clock)}
          isDateEnabled={(date) => date.getTime() <= latest.start + DAY && date.getTime() >= latest.start - 365 * DAY}
          openCalendarAriaLabel={(selected) => `Day that the 24 hours begin on${selected === null ? '' : `, ${selected}`}`}
          ariaLabel="Day that the 24 hours begin on"
          expandToViewport
        />
      </div>
      <Select
        selectedOption={CLOCKS.find((it) => it.value === clock) ?? { value: clock, label: clock }}
        options={CLOCKS}
        ariaLabel={`Hour that the 24 hours begin at, ${zoneName(window.start, zone)}`}
        onChange={({ detail }) => choose(day, detail.selectedOption.value ?? clock)}
        expandToViewport
      />
      <span className="gs-scope-span">{zoneName(window.start, zone)}, 24 hours</span>
      <Button iconName="angle-right" variant="icon" ariaLabel="A day later" disabled={isLatest} onClick={() => onChange(windowFrom(window.start + DAY, now))} />
      <Button disabled={sameScope(window, dayBefore)} onClick={() => onChange(dayBefore)}>
        Yesterday
      </Button>
      <Button disabled={isLatest} onClick={onReset}>
        Last 24 hours
      </Button>
    </div>
  );
}
