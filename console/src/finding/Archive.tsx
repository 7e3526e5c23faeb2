// Archives a finding here, and says so: Gumshoe has no permission to change anything at the provider.

import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import { useState } from 'react';

import type { FindingDetail } from '../api/behavior.gen';
import { useBehaviorChange } from '../api/hooks';
import { Confirm } from '../components/Confirm';
import { useFlash } from '../state/flash';

export function Archive({ finding, reload }: { finding: FindingDetail; reload: () => void }) {
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
      {isOpen && (
        <Confirm title="Archive finding" action="Archive" isBusy={update.isPending} error={update.error} onConfirm={change} onCancel={() => setOpen(false)}>
          <Box variant="p">
            Lists leave archived findings out unless asked for them. Its provider is not told: there, it stays as it is. You can take this
            back on this page.
          </Box>
        </Confirm>
      )}
    </>
  );
}
