import Icon from '@cloudscape-design/components/icon';

import type { EntityType } from '../api/behavior.gen';
import { ENTITY_TYPES, FINDING_GROUP_ICON, FINDING_ICON } from '../entities/types';

function strokes(paths: readonly string[]) {
  return (
    <svg viewBox="0 0 16 16" focusable="false" aria-hidden="true" className="gs-icon">
      {paths.map((path) => (
        <path key={path} d={path} />
      ))}
    </svg>
  );
}

type Size = 'small' | 'normal' | 'medium' | 'big' | 'large';

/** The icon of a kind of entity. The name beside it says the same, so it is hidden from screen readers. */
export function TypeIcon({ type, size = 'normal' }: { type: EntityType | 'Finding' | 'FindingGroup'; size?: Size }) {
  if (type === 'Finding') return <Icon svg={strokes(FINDING_ICON)} size={size} />;
  if (type === 'FindingGroup') return <Icon svg={strokes(FINDING_GROUP_ICON)} size={size} />;
  return <Icon svg={strokes(ENTITY_TYPES[type].icon)} size={size} />;
}
