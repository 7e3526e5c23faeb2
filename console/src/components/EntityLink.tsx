// Identifiers lead on: to the profile, or to the finding, at the scope time of this page.

import Link from '@cloudscape-design/components/link';

import type { EntityType } from '../api/behavior.gen';
import { entityHref, findingGroupHref, findingHref } from '../entities/links';
import { shortName } from '../entities/names';
import { ENTITY_TYPES, isEntityType } from '../entities/types';
import { visible } from '../format/text';
import { useScopeParams } from '../scope/useScope';
import { SafeText } from './SafeText';
import { TypeIcon } from './TypeIcon';

interface EntityProps {
  readonly type: EntityType;
  readonly id: string;
  /** What people call it; the id is its tooltip then. */
  readonly name?: string | undefined;
  /** Other parameters than the scope time of this page. */
  readonly params?: Record<string, string | undefined>;
  readonly withIcon?: boolean;
}

export function EntityLink({ type, id, name, params, withIcon = true }: EntityProps) {
  const scope = useScopeParams();
  // A newer server may know kinds that this console does not: the id is still worth reading.
  if (!isEntityType(type)) return <SafeText>{name ?? id}</SafeText>;
  return (
    <span className="gs-entity" title={`${ENTITY_TYPES[type].name}: ${visible(id)}`}>
      {withIcon && <TypeIcon type={type} />}
      <Link href={entityHref(type, id, params ?? scope)}>
        <SafeText fixed length={96}>
          {name ?? shortName(type, id)}
        </SafeText>
      </Link>
    </span>
  );
}

export function AccountLink({ id }: { id: string }) {
  return (
    <span className="gs-account">
      <EntityLink type="AwsAccount" id={id} withIcon={false} />
    </span>
  );
}

/** Without a title, the beginning of the id: they are digests, and their rest tells nothing. */
export function FindingLink({ id, title }: { id: string; title?: string | undefined }) {
  return (
    <span title={visible(id)}>
      <Link href={findingHref(id)}>
        <SafeText fixed length={title === undefined ? 12 : 120}>
          {title ?? id}
        </SafeText>
      </Link>
    </span>
  );
}

export function FindingGroupLink({ id, title }: { id: string; title?: string | undefined }) {
  return (
    <Link href={findingGroupHref(id)}>
      <SafeText fixed length={120}>
        {title ?? id}
      </SafeText>
    </Link>
  );
}
