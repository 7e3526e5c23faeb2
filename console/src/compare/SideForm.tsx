// Which entity and which scope time a side shows.

import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useRef, useState } from 'react';

import type { EntityType } from '../api/behavior.gen';
import { asProblem } from '../api/problem';
import { EntityFields } from '../components/EntityFields';
import { EntityLink } from '../components/EntityLink';
import { type Draft, useResolve } from '../entities/resolve';
import { paramsOfScope, type Scope } from '../scope/scope';
import { ScopePicker } from '../scope/ScopePicker';
import { useIsHere } from '../state/here';
import type { Side } from './sides';

interface Props {
  readonly title: string;
  readonly side: Side | undefined;
  readonly scope: Scope;
  /** What is offered where nothing is chosen: one compares like with like. */
  readonly usualType: EntityType;
  readonly onChange: (side: Side) => void;
}

export function SideForm({ title, side, scope, usualType, onChange }: Props) {
  const [draft, setDraft] = useState<Draft>({ type: side?.type ?? usualType, id: side?.id ?? '' });
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const resolve = useResolve();
  const isHere = useIsHere();
  // A scope time may be chosen while it is asked who is meant.
  const shown = useRef(side);
  shown.current = side;
  const show = async () => {
    setBusy(true);
    try {
      const entity = await resolve(draft);
      if (isHere.current) onChange({ ...entity, scope: shown.current?.scope });
      setProblem(undefined);
    } catch (error) {
      setProblem(asProblem(error).message);
    }
    setBusy(false);
  };
  return (
    <Container>
      <SpaceBetween size="s">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (draft.id.trim() !== '') void show();
          }}
        >
          <EntityFields title={title} draft={draft} onChange={setDraft} problem={problem} button={<Button formAction="submit" loading={isBusy}>Show</Button>} />
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
