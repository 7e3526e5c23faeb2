// What to do, the most harmful technique first.

import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';

import type { GetInvestigationReportResponse } from '../../api/behavior.gen';
import { SafeText } from '../../components/SafeText';

export function Recommendations({ report }: { report: GetInvestigationReportResponse }) {
  if (report.Recommendations.length === 0) return null;
  return (
    <Container header={<Header variant="h2" description="The most harmful first. Each says because of what.">Recommendations</Header>}>
      <ol className="gr-todo">
        {report.Recommendations.map((it, index) => (
          <li key={index}>
            <SafeText length={400}>{it.Text}</SafeText>
            <div className="gr-why">
              Because of <SafeText length={200}>{it.Because}</SafeText>
            </div>
          </li>
        ))}
      </ol>
    </Container>
  );
}
