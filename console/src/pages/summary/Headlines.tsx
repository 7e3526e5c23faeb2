// The numbers that one looks at first; each leads to its panel.

import type { GetSummaryResponse } from '../../api/behavior.gen';
import { formatNumber } from '../../format/number';

type Tone = 'bad' | 'warn' | 'calm';

interface Headline {
  readonly panel: string;
  readonly count: number;
  readonly one: string;
  readonly many: string;
  readonly note: string;
  /** How it looks when there is any. */
  readonly tone: Tone;
}

export function headlinesOf(summary: GetSummaryResponse): Headline[] {
  const { Investigations: investigations, FindingGroups: groups, NewGeolocations: places } = summary;
  const worst = groups.filter((it) => it.Severity === 'CRITICAL' || it.Severity === 'HIGH').length;
  const failed = places.reduce((sum, it) => sum + it.FailureCount, 0);
  return [
    {
      panel: 'Investigations',
      count: investigations.CriticalCount,
      one: 'critical investigation',
      many: 'critical investigations',
      note: `${formatNumber(investigations.AffectedRoleCount)} roles and ${formatNumber(investigations.AffectedUserCount)} users affected`,
      tone: 'bad',
    },
    {
      panel: 'Investigations',
      count: investigations.Recommended.length,
      one: 'principal to investigate',
      many: 'principals to investigate',
      note: 'in findings or finding groups of 7 days',
      tone: 'warn',
    },
    {
      panel: 'FindingGroups',
      count: groups.length,
      one: 'active finding group',
      many: 'active finding groups',
      note: worst === 0 ? 'none of high severity' : `${formatNumber(worst)} of high or critical severity`,
      tone: worst === 0 ? 'warn' : 'bad',
    },
    {
      panel: 'NewGeolocations',
      count: places.length,
      one: 'new place',
      many: 'new places',
      note: failed === 0 ? 'no failed calls from there' : `${formatNumber(failed)} failed calls from there`,
      tone: 'warn',
    },
  ];
}

export function Headlines({ summary }: { summary: GetSummaryResponse }) {
  return (
    <div className="gs-headlines" role="group" aria-label="At a glance">
      {headlinesOf(summary).map(({ panel, count, one, many, note, tone }) => (
        <button
          key={one}
          type="button"
          className={`gs-headline gs-headline-${count === 0 ? 'calm' : tone}`}
          onClick={() => document.getElementById(`panel-${panel}`)?.scrollIntoView({ behavior: 'instant', block: 'start' })}
        >
          <span className="gs-headline-count">{formatNumber(count)}</span>
          <span className="gs-headline-what">{count === 1 ? one : many}</span>
          <span className="gs-headline-note">{note}</span>
        </button>
      ))}
    </div>
  );
}
