// What one must know to read a profile: that usual is not known yet, that something is missing, that there was too much.

import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';

import type { GetProfileResponse } from '../../api/behavior.gen';
import { Training } from '../../components/States';
import { TimeRange } from '../../components/Time';
import { DAY, HOUR } from '../../scope/scope';
import type { ScopeOfPage } from '../../scope/useScope';

export function Notices({ profile, scope }: { profile: GetProfileResponse; scope: ScopeOfPage }) {
  const { Baseline: baseline, HighVolume: highVolume } = profile;
  const isTraining = baseline.Training.IsTraining;
  if (!isTraining && baseline.Gaps.length === 0 && highVolume === undefined) return null;
  return (
    <SpaceBetween size="xs">
      {isTraining && <Training daysOfData={baseline.Training.DaysOfData} />}
      {baseline.Gaps.length > 0 && (
        <Alert type="warning" header="Nothing was taken in for a time">
          A source package was stopped, or ingest was suspended:{' '}
          {baseline.Gaps.slice(0, 3).map((gap, index) => (
            <span key={gap.StartTime}>
              {index > 0 && '; '}
              <TimeRange start={Date.parse(gap.StartTime)} end={Date.parse(gap.EndTime)} />
            </span>
          ))}
          {baseline.Gaps.length > 3 && ` and ${baseline.Gaps.length - 3} more`}. What seems new or more than usual may only have been missing.
        </Alert>
      )}
      {highVolume?.slice(0, 1).map((notice) => {
        const start = Date.parse(notice.StartTime);
        return (
          <Alert
            key={notice.StartTime}
            type="warning"
            header="High-volume entity"
            action={<Button onClick={() => scope.setScope({ start: start - 30 * DAY, end: start + HOUR })}>Apply scope time</Button>}
          >
            In the hour of <TimeRange start={start} end={start + HOUR} /> it had more peers than are kept one by one; sums are exact,
            single peers are not shown.
          </Alert>
        );
      })}
    </SpaceBetween>
  );
}
