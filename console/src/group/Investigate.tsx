// Investigates a user or a role of a group: the API takes its ARN, which the entity itself knows.

import type { EntityType } from '../api/behavior.gen';
import { useBehavior } from '../api/hooks';
import { isInvestigable } from '../entities/types';
import { RunInvestigation } from '../components/RunInvestigation';
import type { Scope } from '../scope/scope';

export function Investigate({ type, id, scope }: { type: EntityType; id: string; scope: Scope }) {
  const entity = useBehavior('/behavior/entities/get', { EntityType: type, EntityId: id }, { enabled: isInvestigable(type) });
  if (!isInvestigable(type)) return null;
  const found = entity.data?.Entity;
  return <RunInvestigation entityArn={found?.Arn} name={found?.Name ?? id} scope={scope} />;
}
