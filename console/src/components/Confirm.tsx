// Asks before something that cannot be taken back, or that others notice.

import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useState } from 'react';

import { Problem } from './States';

interface Props {
  readonly title: string;
  /** What the button says: the deed, not "OK". */
  readonly action: string;
  readonly children: ReactNode;
  /** A word that must be typed first. */
  readonly typed?: string;
  readonly isBusy: boolean;
  readonly error?: unknown;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

/** Shown while it is there: a fresh one has nothing typed. */
export function Confirm({ title, action, children, typed, isBusy, error, onConfirm, onCancel }: Props) {
  const [text, setText] = useState('');
  const mayGo = typed === undefined || text.trim() === typed;
  return (
    <Modal
      visible
      onDismiss={onCancel}
      header={title}
      closeAriaLabel="Close"
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onCancel}>
              Cancel
            </Button>
            <Button variant="primary" loading={isBusy} disabled={!mayGo} onClick={onConfirm}>
              {action}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (mayGo && !isBusy) onConfirm();
        }}
      >
        <SpaceBetween size="m">
          {error !== undefined && error !== null && <Problem error={error} what="It was not done" />}
          <div>{children}</div>
          {typed !== undefined && (
            <FormField label={<>Type <strong>{typed}</strong> to go on</>}>
              <Input value={text} onChange={({ detail }) => setText(detail.value)} autoComplete={false} spellcheck={false} ariaRequired />
            </FormField>
          )}
        </SpaceBetween>
      </form>
    </Modal>
  );
}
