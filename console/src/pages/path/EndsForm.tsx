// From where, to where, over how many steps.

import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Grid from '@cloudscape-design/components/grid';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';

import { asProblem } from '../../api/problem';
import { EntityFields } from '../../components/EntityFields';
import { type Draft, useResolve } from '../../entities/resolve';
import { counted } from '../../format/number';
import { useIsHere } from '../../state/here';
import { type End, MOST_HOPS } from './ends';

const HOPS = Array.from({ length: MOST_HOPS }, (_, index) => ({ value: String(index + 1), label: counted(index + 1, 'step') }));

interface Props {
  readonly from: End | undefined;
  readonly to: End | undefined;
  readonly hops: number;
  readonly onFind: (from: End, to: End, hops: number) => void;
}

export function EndsForm({ from, to, hops, onFind }: Props) {
  const [a, setA] = useState<Draft>(from ?? { type: 'AwsUser', id: '' });
  const [b, setB] = useState<Draft>(to ?? { type: 'AwsRole', id: '' });
  const [most, setMost] = useState(String(hops));
  const [problems, setProblems] = useState<readonly (string | undefined)[]>([]);
  const [isBusy, setBusy] = useState(false);
  const resolve = useResolve();
  const isHere = useIsHere();
  const isWhole = a.id.trim() !== '' && b.id.trim() !== '';
  const find = async () => {
    setBusy(true);
    const [start, end] = await Promise.allSettled([resolve(a), resolve(b)]);
    if (!isHere.current) return;
    setBusy(false);
    setProblems([start, end].map((it) => (it.status === 'rejected' ? asProblem(it.reason).message : undefined)));
    if (start.status === 'fulfilled' && end.status === 'fulfilled') onFind(start.value, end.value, Number(most));
  };
  return (
    <Container>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isWhole) void find();
        }}
      >
        <SpaceBetween size="m">
          <Grid gridDefinition={[{ colspan: { default: 12, s: 6 } }, { colspan: { default: 12, s: 6 } }]}>
            <EntityFields title="From" draft={a} onChange={setA} problem={problems[0]} />
            <EntityFields title="To" draft={b} onChange={setB} problem={problems[1]} />
          </Grid>
          <SpaceBetween direction="horizontal" size="m" alignItems="end">
            <FormField label="At most">
              <Select
                selectedOption={HOPS.find((it) => it.value === most) ?? null}
                options={HOPS}
                onChange={({ detail }) => setMost(detail.selectedOption.value ?? most)}
              />
            </FormField>
            <Button variant="primary" formAction="submit" disabled={!isWhole} loading={isBusy}>
              Find paths
            </Button>
            <Button
              formAction="none"
              onClick={() => {
                setA(b);
                setB(a);
                setProblems([]);
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
