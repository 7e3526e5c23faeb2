// From a profile to the comparison: with the same entity at another time, or with another one.

import ButtonDropdown from '@cloudscape-design/components/button-dropdown';

import type { EntityType } from '../../api/behavior.gen';
import { hrefTo, navigate } from '../../app/location';
import { paramsOfSide } from '../../compare/sides';
import { useTimeZone } from '../../components/Time';
import { formatRange } from '../../format/time';
import type { Scope } from '../../scope/scope';
import { type Other, othersOf } from './others';

interface Props {
  readonly type: EntityType;
  readonly id: string;
  readonly scope: Scope;
}

export function CompareWith({ type, id, scope }: Props) {
  const others = othersOf({ type, id, scope });
  const zone = useTimeZone();
  const describe = ({ side }: Other) => (side ? formatRange(side.scope.start, side.scope.end, zone) : 'Choose it on the page that opens');
  const hrefOf = ({ side }: Other) => hrefTo(['compare'], { ...paramsOfSide('a', { type, id, scope }), ...(side ? paramsOfSide('b', side) : {}) });
  return (
    <ButtonDropdown
      items={others.map((it) => ({ id: it.id, text: it.text, secondaryText: describe(it), href: hrefOf(it) }))}
      onItemFollow={(event) => {
        event.preventDefault();
        const { href } = event.detail;
        if (href !== undefined) navigate(href);
      }}
      expandToViewport
    >
      Compare
    </ButtonDropdown>
  );
}
