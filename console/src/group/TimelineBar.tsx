// Picks the moment of the timeline, and plays it. User Guide, "Finding group visualization": slider, play, severity filter.

import Button from '@cloudscape-design/components/button';
import Multiselect from '@cloudscape-design/components/multiselect';
import { type KeyboardEvent, useEffect, useState } from 'react';

import type { FindingSeverity } from '../api/behavior.gen';
import { severityWord } from '../components/Severity';
import { useTimeZone } from '../components/Time';
import { formatTime } from '../format/time';
import type { TimeScale } from './time';

const STEPS = 1000;
/** How long each beginning is looked at while it plays. */
const PACE = 900;

interface Props {
  readonly scale: TimeScale;
  /** The moments at which something begins. */
  readonly stops: readonly number[];
  readonly end: number;
  readonly moment: number;
  readonly onMoment: (moment: number) => void;
  readonly severities: ReadonlySet<FindingSeverity>;
  readonly available: readonly FindingSeverity[];
  readonly onSeverities: (severities: ReadonlySet<FindingSeverity>) => void;
}

export function TimelineBar(props: Props) {
  const { scale, stops, end, moment, onMoment } = props;
  const zone = useTimeZone();
  const [isPlaying, setPlaying] = useState(false);
  const next = stops.find((it) => it > moment) ?? (moment < end ? end : undefined);
  const previous = stops.findLast((it) => it < moment);
  const start = stops[0] ?? end;

  useEffect(() => {
    if (!isPlaying) return;
    const timer = setTimeout(() => (next === undefined ? setPlaying(false) : onMoment(next)), PACE);
    return () => clearTimeout(timer);
  }, [isPlaying, next, onMoment]);

  const play = () => {
    if (!isPlaying && next === undefined) onMoment(start);
    setPlaying(!isPlaying);
  };
  // Arrow keys go from beginning to beginning: between them nothing happens.
  const onKeyDown = (event: KeyboardEvent) => {
    const targets: Record<string, number | undefined> = { ArrowRight: next, ArrowUp: next, ArrowLeft: previous, ArrowDown: previous, Home: start, End: end };
    if (!(event.key in targets)) return;
    event.preventDefault();
    const target = targets[event.key];
    if (target !== undefined) onMoment(target);
  };
  return (
    <div className="gp-time">
      <Button variant="icon" iconName="angle-left" ariaLabel="Previous beginning" disabled={previous === undefined} onClick={() => previous !== undefined && onMoment(previous)} />
      <Button iconSvg={isPlaying ? PAUSE : PLAY} variant="primary" ariaLabel={isPlaying ? 'Pause' : 'Play'} onClick={play} />
      <Button variant="icon" iconName="angle-right" ariaLabel="Next beginning" disabled={next === undefined} onClick={() => next !== undefined && onMoment(next)} />
      <input
        className="gp-slider"
        type="range"
        min={0}
        max={STEPS}
        step={1}
        value={Math.round(scale.share(moment) * STEPS)}
        aria-label="Moment"
        aria-valuetext={formatTime(moment, zone)}
        onChange={(event) => onMoment(scale.time(Number(event.target.value) / STEPS))}
        onKeyDown={onKeyDown}
      />
      <output className="gp-moment">{formatTime(moment, zone)}</output>
      <div className="gp-severities">
        <Multiselect
          selectedOptions={props.available.filter((it) => props.severities.has(it)).map((value) => ({ value, label: severityWord(value) }))}
          options={props.available.map((value) => ({ value, label: severityWord(value) }))}
          onChange={({ detail }) => props.onSeverities(new Set(props.available.filter((it) => detail.selectedOptions.some(({ value }) => value === it))))}
          hideTokens
          placeholder={props.severities.size === props.available.length ? 'All severities' : `${props.severities.size} of ${props.available.length} severities`}
          ariaLabel="Severities of findings in the timeline"
          expandToViewport
        />
      </div>
    </div>
  );
}

const PLAY = (
  <svg viewBox="0 0 16 16" focusable="false" aria-hidden="true">
    <path d="M4 2.5 13 8l-9 5.5z" />
  </svg>
);

const PAUSE = (
  <svg viewBox="0 0 16 16" focusable="false" aria-hidden="true">
    <path d="M5 2.5v11M11 2.5v11" />
  </svg>
);
