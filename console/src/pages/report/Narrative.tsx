// What happened, in the order of time.

import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import { useState } from 'react';

import type { GetInvestigationReportResponse } from '../../api/behavior.gen';
import { Sentence } from '../../components/Sentence';
import { Time } from '../../components/Time';

const MOST_AT_FIRST = 30;

export function Narrative({ report }: { report: GetInvestigationReportResponse }) {
  const [isWhole, setWhole] = useState(false);
  const events = isWhole ? report.Narrative : report.Narrative.slice(0, MOST_AT_FIRST);
  if (report.Narrative.length === 0) return null;
  return (
    <Container header={<Header variant="h2" description="The earliest first.">What happened</Header>}>
      <ol className="gg-moments">
        {events.map((it, index) => (
          <li key={index} className="gg-moment">
            <span className="gg-moment-when">
              <Time of={it.Time} seconds />
            </span>
            <span className="gg-moment-dot" aria-hidden="true" />
            <span>
              <Sentence length={360}>{it.Text}</Sentence>
            </span>
          </li>
        ))}
      </ol>
      {events.length < report.Narrative.length && <Button onClick={() => setWhole(true)}>Show all {report.Narrative.length}</Button>}
    </Container>
  );
}
