// The top of a finding: what it is, how bad, and what can be done with it.

import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useState } from 'react';

import type { FindingDetail } from '../../api/behavior.gen';
import { useBehaviorChange } from '../../api/hooks';
import { CopyAs } from '../../components/CopyAs';
import { SafeText } from '../../components/SafeText';
import { Severity } from '../../components/Severity';
import { Problem } from '../../components/States';
import { TimeRange } from '../../components/Time';
import { TypeIcon } from '../../components/TypeIcon';
import type { Scope } from '../../scope/scope';
import { useFlash } from '../../state/flash';

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
          <CopyAs page="Finding" panel="Finding" request={{ path: '/behavior/findings/get', body: { FindingId: finding.FindingId } }} />
        </SpaceBetween>
      </div>
    </Container>
  );
}

/** Archives here, and says so: Gumshoe has no permission to change anything at the provider. */
function Archive({ finding, reload }: { finding: FindingDetail; reload: () => void }) {
  const [isOpen, setOpen] = useState(false);
  const flash = useFlash();
  const update = useBehaviorChange('/behavior/findings/update');
  const isArchived = finding.State === 'ARCHIVED';
  const byProvider = finding.RecordState === 'ARCHIVED';
  const change = () =>
    update.mutate(
      { FindingId: finding.FindingId, State: isArchived ? 'ACTIVE' : 'ARCHIVED' },
      {
        onSuccess: () => {
          setOpen(false);
          flash.success(isArchived ? 'The finding is active again.' : 'The finding is archived.');
          reload();
        },
      },
    );
  if (isArchived) {
    return (
      <Button loading={update.isPending} disabled={byProvider} disabledReason="Its provider archived it." onClick={change}>
        Unarchive finding
      </Button>
    );
  }
  return (
    <>
      <Button onClick={() => setOpen(true)}>Archive finding</Button>
      <Modal
        visible={isOpen}
        onDismiss={() => setOpen(false)}
        header="Archive finding"
        closeAriaLabel="Close"
        footer={
          <Box float="right">
            <SpaceBetween direction="horizontal" size="xs">
              <Button variant="link" onClick={() => setOpen(false)}>
                Cancel
              </Button>
              <Button variant="primary" loading={update.isPending} onClick={change}>
                Archive
              </Button>
            </SpaceBetween>
          </Box>
        }
      >
        <SpaceBetween size="m">
          {update.error && <Problem error={update.error} what="The finding was not archived" />}
          <Box variant="p">
            Lists leave archived findings out unless asked for them. Its provider is not told: there, it stays as it is. You can take this
            back on this page.
          </Box>
        </SpaceBetween>
      </Modal>
    </>
  );
}
