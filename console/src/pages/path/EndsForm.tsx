// From where, to where, over how many steps.

import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Grid from '@cloudscape-design/components/grid';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';

import type { EntityType } from '../../api/behavior.gen';
import { ENTITY_TYPE_NAMES, ENTITY_TYPES, isEntityType } from '../../entities/types';
import { counted } from '../../format/number';
import { type End, MOST_HOPS } from './ends';

const TYPES = ENTITY_TYPE_NAMES.map((value) => ({ value, label: ENTITY_TYPES[value].name }));
const HOPS = Array.from({ length: MOST_HOPS }, (_, index) => ({ value: String(index + 1), label: counted(index + 1, 'step') }));

interface Props {
  readonly from: End | undefined;
  readonly to: End | undefined;
  readonly hops: number;
  readonly onFind: (from: End, to: End, hops: number) => void;
}

interface Draft {
  readonly type: EntityType;
  readonly id: string;
}

export function EndsForm({ from, to, hops, onFind }: Props) {
  const [a, setA] = useState<Draft>(from ?? { type: 'AwsUser', id: '' });
  const [b, setB] = useState<Draft>(to ?? { type: 'AwsRole', id: '' });
  const [most, setMost] = useState(String(hops));
  const isWhole = a.id.trim() !== '' && b.id.trim() !== '';
  const find = () => {
    if (isWhole) onFind({ ...a, id: a.id.trim() }, { ...b, id: b.id.trim() }, Number(most));
  };
  return (
    <Container>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          find();
        }}
      >
        <SpaceBetween size="m">
          <Grid gridDefinition={[{ colspan: { default: 12, s: 6 } }, { colspan: { default: 12, s: 6 } }]}>
            <EndFields title="From" draft={a} onChange={setA} />
            <EndFields title="To" draft={b} onChange={setB} />
          </Grid>
          <SpaceBetween direction="horizontal" size="m" alignItems="end">
            <FormField label="At most">
              <Select
                selectedOption={HOPS.find((it) => it.value === most) ?? null}
                options={HOPS}
                onChange={({ detail }) => setMost(detail.selectedOption.value ?? most)}
              />
            </FormField>
            <Button variant="primary" formAction="submit" disabled={!isWhole}>
              Find paths
            </Button>
            <Button
              formAction="none"
              onClick={() => {
                setA(b);
                setB(a);
              }}
            >
              Swap ends
            </Button>
          </SpaceBetween>
        </SpaceBetween>
      </form>
    </Container>
  );
}

function EndFields({ title, draft, onChange }: { title: string; draft: Draft; onChange: (draft: Draft) => void }) {
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
      <FormField label={`${title}: identifier`}>
        <Input value={draft.id} autoComplete={false} spellcheck={false} placeholder="As its profile has it" onChange={({ detail }) => onChange({ ...draft, id: detail.value })} />
      </FormField>
    </SpaceBetween>
  );
}
