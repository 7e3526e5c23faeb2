// A dialog with a deed: what is asked for above, and below it the way out and the way on.

import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal, { type ModalProps } from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';

import { Problem } from './States';

interface Props {
  readonly title: string;
  /** What the button says: the deed, not "OK". Nothing where it is done. */
  readonly action: string | undefined;
  readonly isBusy: boolean;
  readonly mayAct?: boolean;
  /** Why it was not done. */
  readonly error?: unknown;
  readonly problem?: string;
  readonly size?: ModalProps.Size;
  readonly onAct: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Shown while it is there: a fresh one has nothing typed. */
export function Dialog({ title, action, isBusy, mayAct = true, error, problem = 'It was not done', size = 'medium', onAct, onClose, children }: Props) {
  return (
    <Modal
      visible
      size={size}
      onDismiss={onClose}
      header={title}
      closeAriaLabel="Close"
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              {action === undefined ? 'Close' : 'Cancel'}
            </Button>
            {action !== undefined && (
              <Button variant="primary" loading={isBusy} disabled={!mayAct} onClick={onAct}>
                {action}
              </Button>
            )}
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        {error !== undefined && error !== null && <Problem error={error} what={problem} />}
        {children}
      </SpaceBetween>
    </Modal>
  );
}
