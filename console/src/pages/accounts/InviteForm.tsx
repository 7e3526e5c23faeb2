import AttributeEditor from '@cloudscape-design/components/attribute-editor';
import Input from '@cloudscape-design/components/input';

import { type Invitee, problemOf } from './invitees';

interface Props {
  readonly invitees: readonly Invitee[];
  readonly onChange: (invitees: readonly Invitee[]) => void;
  readonly needsEmail: boolean;
  /** Only then it is said what is missing. */
  readonly isTried: boolean;
}

const isEmpty = (it: Invitee): boolean => it.AccountId === '' && it.EmailAddress === '';

export function InviteForm({ invitees, onChange, needsEmail, isTried }: Props) {
  const set = (index: number, changes: Partial<Invitee>) => onChange(invitees.map((it, at) => (at === index ? { ...it, ...changes } : it)));
  const problem = (it: Invitee): string | undefined => (isTried && !(isEmpty(it) && invitees.length > 1) ? problemOf(it, needsEmail) : undefined);
  return (
    <AttributeEditor<Invitee>
      items={invitees}
      addButtonText="Add an account"
      removeButtonText="Remove"
      empty="No account yet."
      disableAddButton={invitees.length >= 50}
      additionalInfo={invitees.length >= 50 ? 'For more than 50, use a file.' : undefined}
      onAddButtonClick={() => onChange([...invitees, { AccountId: '', EmailAddress: '' }])}
      onRemoveButtonClick={({ detail }) => onChange(invitees.filter((_, at) => at !== detail.itemIndex))}
      removeButtonAriaLabel={(it) => `Remove account ${it.AccountId}`}
      definition={[
        {
          label: 'Account id',
          control: (it, index) => <Input value={it.AccountId} inputMode="numeric" placeholder="12 digits" autoComplete={false} onChange={({ detail }) => set(index, { AccountId: detail.value.replaceAll(/[\s-]/g, '') })} />,
          errorText: problem,
        },
        {
          label: needsEmail ? 'E-mail address of its root user' : 'E-mail address, for accounts of others',
          control: (it, index) => <Input value={it.EmailAddress} type="email" placeholder="root@example.com" autoComplete={false} onChange={({ detail }) => set(index, { EmailAddress: detail.value.trim() })} />,
        },
      ]}
    />
  );
}
