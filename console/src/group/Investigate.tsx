// Investigates a user or a role of a group: the API takes its ARN, which is asked for when somebody wants it.

import Button from '@cloudscape-design/components/button';
import { useState } from 'react';

import type { EntityType } from '../api/behavior.gen';
import { useBehavior } from '../api/hooks';
import { RunInvestigation } from '../components/RunInvestigation';
import { Problem } from '../components/States';
import { isInvestigable } from '../entities/types';
import type { Scope } from '../scope/scope';
import { useGraph } from '../state/graph';

interface Props {
  readonly type: EntityType;
  readonly id: string;
  readonly scope: Scope;
  /** Less loud where there are many. */
  readonly variant?: 'normal' | 'inline-link';
}

export function Investigate({ type, id, scope, variant = 'normal' }: Props) {
  const { isAdministrator } = useGraph();
  const [isWanted, setWanted] = useState(false);
  const entity = useBehavior('/behavior/entities/get', { EntityType: type, EntityId: id }, { enabled: isWanted });
  // Only the administrator of a graph investigates.
  if (!isInvestigable(type) || !isAdministrator) return null;
  // Others may have asked for the same entity: then it is known, and nobody has chosen anything yet.
  const found = entity.data?.Entity;
  if (found !== undefined) return <RunInvestigation entityArn={found.Arn} name={found.Name ?? id} scope={scope} variant={variant} startsOpen={isWanted} />;
  return (
    <>
      {entity.error && <Problem error={entity.error} what="Nobody knows its ARN" />}
      <Button variant={variant} loading={isWanted && entity.isFetching} onClick={() => (isWanted ? void entity.refetch() : setWanted(true))}>
        Run investigation
      </Button>
    </>
  );
}
