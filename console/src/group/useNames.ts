// Names of users and roles, which a group knows by their ids only.

import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';

import { behavior } from '../api/behavior';
import type { GetFindingGroupResponse } from '../api/behavior.gen';
import { isInvestigable } from '../entities/types';
import { useGraph } from '../state/graph';

/** Those in the most findings; the others keep their ids. */
const MOST = 16;

export function useNames(group: GetFindingGroupResponse): ReadonlyMap<string, string> {
  const { account, graphArn } = useGraph();
  const wanted = group.Entities.filter((it) => isInvestigable(it.EntityType)).slice(0, MOST);
  const names = useQueries({
    queries: wanted.map(({ EntityType, EntityId }) => {
      const path = '/behavior/entities/get';
      return {
        queryKey: [path, account, graphArn, { EntityType, EntityId }],
        queryFn: () => behavior(path, { GraphArn: graphArn, EntityType, EntityId }),
        // Findings name some that no log has come of.
        retry: false,
      };
    }),
    combine: (answers) => answers.map((it) => it.data?.Entity.Name ?? '').join('\n'),
  });
  // Names of IAM have no line breaks: one text for all of them stays the same as long as none comes in.
  return useMemo(() => {
    const lines = names.split('\n');
    return new Map(wanted.flatMap((it, index) => (lines[index] ? [[it.EntityId, lines[index]] as const] : [])));
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `wanted` follows from the group
  }, [names, group]);
}
