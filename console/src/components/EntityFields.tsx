// Which entity: its kind, and what it is called.

import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';

import type { Draft } from '../entities/resolve';
import { ENTITY_TYPE_NAMES, ENTITY_TYPES, isEntityType } from '../entities/types';

const TYPES = ENTITY_TYPE_NAMES.map((value) => ({ value, label: ENTITY_TYPES[value].name }));

interface Props {
  readonly title: string;
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
  /** Why no entity is meant by what was typed. */
  readonly problem?: string | undefined;
  readonly button?: ReactNode;
}

export function EntityFields({ title, draft, onChange, problem, button }: Props) {
  return (
    <SpaceBetween size="s">
      <FormField label={`${title}: type`}>
        <Select
          selectedOption={TYPES.find((it) => it.value === draft.type) ?? null}
          options={TYPES}
          onChange={({ detail }) => {
            const chosen = detail.selectedOption.value ?? '';
            if (isEntityType(chosen)) onChange({ ...draft, type: chosen });
          }}
        />
      </FormField>
      <FormField label={`${title}: identifier, name or ARN`} errorText={problem} secondaryControl={button}>
        <Input
          value={draft.id}
          autoComplete={false}
          spellcheck={false}
          invalid={problem !== undefined}
          placeholder={ENTITY_TYPES[draft.type].search}
          onChange={({ detail }) => onChange({ ...draft, id: detail.value })}
        />
      </FormField>
    </SpaceBetween>
  );
}
