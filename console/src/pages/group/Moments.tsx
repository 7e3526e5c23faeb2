// What was observed when, the first first.

import { useState } from 'react';
import Button from '@cloudscape-design/components/button';

import type { GetFindingGroupResponse } from '../../api/behavior.gen';
import { FindingLink } from '../../components/EntityLink';
import { Severity } from '../../components/Severity';
import { Time } from '../../components/Time';
import { formatSpan } from '../../format/time';

const MOST_AT_FIRST = 50;

export function Moments({ group }: { group: GetFindingGroupResponse }) {
  const [isWhole, setWhole] = useState(false);
  const moments = isWhole ? group.Timeline : group.Timeline.slice(0, MOST_AT_FIRST);
  return (
    <>
      <ol className="gg-moments">
        {moments.map((it) => {
          const length = Date.parse(it.EndTime) - Date.parse(it.Time);
          return (
            <li key={it.FindingId} className="gg-moment">
              <span className="gg-moment-when">
                <Time of={it.Time} />
              </span>
              <span className="gg-moment-dot" aria-hidden="true" />
              <div>
                <Severity of={it.Severity} /> <FindingLink id={it.FindingId} title={it.Title} />
                <div className="gg-moment-tactics">
                  {it.Tactics.join(', ')}
                  {length > 0 && `, observed for ${formatSpan(length)}`}
                </div>
              </div>
            </li>
          );
        })}
      </ol>
      {moments.length < group.Timeline.length && <Button onClick={() => setWhole(true)}>Show all {group.Timeline.length}</Button>}
    </>
  );
}
