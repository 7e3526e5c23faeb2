// The top of a finding: what it is, how bad, and what can be done with it.

import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';

import type { FindingDetail } from '../../api/behavior.gen';
import { CopyAs } from '../../components/CopyAs';
import { SafeText } from '../../components/SafeText';
import { Severity } from '../../components/Severity';
import { TimeRange } from '../../components/Time';
import { TypeIcon } from '../../components/TypeIcon';
import { Archive } from '../../finding/Archive';
import { PinFinding } from '../../finding/PinFinding';
import type { Scope } from '../../scope/scope';

interface Props {
  readonly finding: FindingDetail;
  readonly scope: Scope;
  readonly reload: () => void;
}

export function FindingHeader({ finding, scope, reload }: Props) {
  return (
    <Container>
      <div className="gs-profile-line">
        <span className="gs-profile-icon">
          <TypeIcon type="Finding" size="big" />
        </span>
        <div className="gs-profile-name">
          <Box variant="awsui-key-label">
            {finding.Provider === 'DETECTIVE' ? 'Evidence' : 'Finding'} {finding.State === 'ARCHIVED' && <StatusIndicator type="stopped">Archived</StatusIndicator>}
          </Box>
          <h1 className="gs-profile-title">
            <SafeText length={160}>{finding.Title}</SafeText>
          </h1>
          <SpaceBetween direction="horizontal" size="s">
            <Severity of={finding.Severity} />
            <TimeRange start={scope.start} end={scope.end} />
          </SpaceBetween>
        </div>
        <SpaceBetween direction="horizontal" size="xs" alignItems="center">
          <Archive finding={finding} reload={reload} />
          <PinFinding of={finding} />
          <CopyAs page="Finding" panel="Finding" request={{ path: '/behavior/findings/get', body: { FindingId: finding.FindingId } }} />
        </SpaceBetween>
      </div>
    </Container>
  );
}
