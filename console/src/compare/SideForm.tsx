// Which entity and which scope time a side shows.

import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';

import type { EntityType } from '../api/behavior.gen';
import { EntityLink } from '../components/EntityLink';
import { ENTITY_TYPE_NAMES, ENTITY_TYPES, isEntityType } from '../entities/types';
import { paramsOfScope, type Scope } from '../scope/scope';
import { ScopePicker } from '../scope/ScopePicker';
import type { Side } from './sides';

const OPTIONS = ENTITY_TYPE_NAMES.map((value) => ({ value, label: ENTITY_TYPES[value].name }));

interface Props {
  readonly title: string;
  readonly side: Side | undefined;
  readonly scope: Scope;
  /** What is offered where nothing is chosen: one compares like with like. */
  readonly usualType: EntityType;
  readonly onChange: (side: Side) => void;
}

export function SideForm({ title, side, scope, usualType, onChange }: Props) {
  const [type, setType] = useState<EntityType>(side?.type ?? usualType);
  const [id, setId] = useState(side?.id ?? '');
  const show = () => {
    if (id.trim() !== '') onChange({ type, id: id.trim(), scope: side?.scope });
  };
  return (
    <Container>
      <SpaceBetween size="s">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            show();
          }}
        >
          <SpaceBetween size="s">
            <FormField label={`${title}: type`}>
              <Select
                selectedOption={OPTIONS.find((it) => it.value === type) ?? null}
                options={OPTIONS}
                onChange={({ detail }) => {
                  const chosen = detail.selectedOption.value ?? '';
                  if (isEntityType(chosen)) setType(chosen);
                }}
              />
            </FormField>
            <FormField label={`${title}: identifier`} secondaryControl={<Button formAction="submit">Show</Button>}>
              <Input value={id} autoComplete={false} spellcheck={false} placeholder="As its profile has it" onChange={({ detail }) => setId(detail.value)} />
            </FormField>
          </SpaceBetween>
        </form>
        {side && (
          <>
            <EntityLink type={side.type} id={side.id} params={paramsOfScope(scope)} />
            <ScopePicker
              label={`Scope time of ${title}`}
              of={{
                scope,
                isDefault: side.scope === undefined,
                setScope: (next) => onChange({ ...side, scope: next }),
                resetScope: () => onChange({ ...side, scope: undefined }),
              }}
            />
          </>
        )}
      </SpaceBetween>
    </Container>
  );
}
