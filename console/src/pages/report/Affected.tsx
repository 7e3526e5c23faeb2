// What something was done to: buckets, instances, principals.

import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';

import type { EntityType, GetInvestigationReportResponse } from '../../api/behavior.gen';
import { EntityLink } from '../../components/EntityLink';
import { entityTypeOf } from '../../entities/guess';
import { paramsOfScope } from '../../scope/scope';

/** The report names them by their ids alone; those of principals, accounts and instances tell what they are. */
function typeOf(id: string): EntityType {
  return entityTypeOf('Principal', id) ?? entityTypeOf('Peer', id) ?? 'S3Bucket';
}

export function Affected({ report }: { report: GetInvestigationReportResponse }) {
  if (report.AffectedResources.length === 0) return null;
  const params = paramsOfScope({ start: Date.parse(report.ScopeStartTime), end: Date.parse(report.ScopeEndTime) });
  return (
    <Container header={<Header variant="h2" counter={`(${report.AffectedResources.length})`} description="What something was done to.">Affected resources</Header>}>
      <ul className="gr-affected">
        {report.AffectedResources.map((id) => (
          <li key={id}>
            <EntityLink type={typeOf(id)} id={id} params={params} />
          </li>
        ))}
      </ul>
    </Container>
  );
}
