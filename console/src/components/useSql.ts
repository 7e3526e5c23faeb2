// A question as SQL over the objects that count now.

import { useCallback } from 'react';

import { behavior } from '../api/behavior';
import { everyPage } from '../api/pages';
import { type ActivityQuestion, type Dialect, type Segments, sqlOf } from '../format/sql';
import { membersOfScope, type Scope } from '../scope/scope';
import { useGraph } from '../state/graph';

/** What is asked, and of when. */
export interface Asked {
  readonly question: ActivityQuestion;
  readonly scope: Scope;
}

async function segmentsOf(graphArn: string, { question, scope }: Asked): Promise<Segments> {
  const members = { GraphArn: graphArn, Source: question.Source, ...membersOfScope(scope) };
  const pages = await everyPage((next) => behavior('/behavior/segments/list', { ...members, ...next }));
  return { bucket: pages[0]?.Bucket ?? '', keys: pages.flatMap((it) => it.Segments.map(({ Key }) => Key)), asOf: Date.now() };
}

export function useSql(): (asked: Asked, dialect: Dialect) => Promise<string> {
  const { graphArn } = useGraph();
  return useCallback(
    async (asked, dialect) => {
      const sql = sqlOf(asked.question, asked.scope, await segmentsOf(graphArn, asked), dialect);
      if (sql === undefined) throw new Error('There are no rows of this scope time any more. Load the page again.');
      return sql;
    },
    [graphArn],
  );
}
