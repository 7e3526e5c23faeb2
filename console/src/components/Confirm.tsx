// Asks before something that cannot be taken back, or that others notice.

import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useState } from 'react';

import { Dialog } from './Dialog';

interface Props {
  readonly title: string;
  readonly action: string;
  readonly children: ReactNode;
  /** A word that must be typed first. */
  readonly typed?: string;
  readonly isBusy: boolean;
  readonly error?: unknown;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

export function Confirm({ title, action, children, typed, isBusy, error, onConfirm, onCancel }: Props) {
  const [text, setText] = useState('');
  const mayAct = typed === undefined || text.trim() === typed;
  return (
    <Dialog title={title} action={action} isBusy={isBusy} mayAct={mayAct} error={error} onAct={onConfirm} onClose={onCancel}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (mayAct && !isBusy) onConfirm();
        }}
      >
        <SpaceBetween size="m">
          <div>{children}</div>
          {typed !== undefined && (
            <FormField label={<>Type <strong>{typed}</strong> to go on</>}>
              <Input value={text} onChange={({ detail }) => setText(detail.value)} autoComplete={false} spellcheck={false} ariaRequired />
            </FormField>
          )}
        </SpaceBetween>
      </form>
    </Dialog>
  );
}
