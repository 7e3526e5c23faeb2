// Which groups became this one, and which one it became. User Guide, "Finding group profiles".

import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';

import type { FindingGroupSummary, GetFindingGroupResponse } from '../../api/behavior.gen';
import { FindingGroupLink } from '../../components/EntityLink';
import { Severity } from '../../components/Severity';
import { findingsText } from '../../group/Counts';
import { TimeRange } from '../../components/Time';

function Relative({ of }: { of: FindingGroupSummary }) {
  return (
    <>
      <Severity of={of.Severity} /> <FindingGroupLink id={of.GroupId} title={of.Title} />
      <Box variant="small" display="block">
        {findingsText(of)}, <TimeRange start={Date.parse(of.FirstSeen)} end={Date.parse(of.LastSeen)} />
      </Box>
    </>
  );
}

export function Lineage({ group }: { group: GetFindingGroupResponse }) {
  const { Parents: parents, Child: child } = group.Lineage;
  if (child !== undefined) {
    return (
      <Alert type="info" header="This group became part of another">
        A finding joined it with others. What is new is in <FindingGroupLink id={child.GroupId} title={child.Title} />.
      </Alert>
    );
  }
  if (parents.length === 0) return null;
  return (
    <Container header={<Header variant="h2" description="A finding joined these groups. They are inactive now, and keep their pages.">Lineage</Header>}>
      <div className="gg-lineage">
        <ul>
          {parents.map((it) => (
            <li key={it.GroupId}>
              <Relative of={it} />
            </li>
          ))}
        </ul>
        <span className="gg-arrow" aria-label="became">
          →
        </span>
        <div>
          <Box variant="strong">This group</Box>
        </div>
      </div>
    </Container>
  );
}
