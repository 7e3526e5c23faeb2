// Keeps what a panel shows in the notebook.

import Button from '@cloudscape-design/components/button';
import Link from '@cloudscape-design/components/link';

import type { EntityType } from '../api/behavior.gen';
import { hrefTo } from '../app/location';
import type { Scope } from '../scope/scope';
import { useFlash } from '../state/flash';
import { MOST_PINS, pin, type Snapshot } from './notebook';

interface Props {
  readonly title: string;
  readonly guidance: string;
  readonly entity: { readonly EntityType: EntityType; readonly EntityId: string };
  readonly scope: Scope;
  readonly isTimeline: boolean;
  /** Made when it is asked for. */
  readonly snapshot: () => Snapshot;
}

export function PinButton({ title, guidance, entity, scope, isTimeline, snapshot }: Props) {
  const flash = useFlash();
  const keep = () => {
    const kept = pin({ title, guidance, entity: { type: entity.EntityType, id: entity.EntityId }, scope, isTimeline }, snapshot());
    if (!kept) {
      flash.problem('The notebook is full', new Error(`It keeps ${MOST_PINS} panels. Export it, then remove some.`));
      return;
    }
    flash.success(
      <>
        Pinned.{' '}
        <Link href={hrefTo(['notebook'])} color="inverted">
          See the notebook
        </Link>
      </>,
    );
  };
  return <Button variant="icon" iconName="star" ariaLabel={`Pin ${title} to the notebook`} onClick={keep} />;
}
