// Keeps what is shown in the notebook.

import Button from '@cloudscape-design/components/button';
import Link from '@cloudscape-design/components/link';

import { hrefTo } from '../app/location';
import { visible } from '../format/text';
import type { Scope } from '../scope/scope';
import { useFlash } from '../state/flash';
import { type About, MOST_PINS, pin, type Snapshot } from './notebook';

interface Props {
  readonly title: string;
  readonly guidance: string;
  readonly about: About;
  readonly scope: Scope;
  /** Made when it is asked for. */
  readonly snapshots: () => readonly Snapshot[];
}

export function PinButton({ title, guidance, about, scope, snapshots }: Props) {
  const flash = useFlash();
  const keep = () => {
    if (!pin({ title, guidance, about, scope }, snapshots())) {
      flash.problem('The notebook is full', new Error(`It keeps ${MOST_PINS} pins. Export it, then remove some.`));
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
  return <Button variant="icon" iconName="star" ariaLabel={`Pin ${visible(title)} to the notebook`} onClick={keep} />;
}
