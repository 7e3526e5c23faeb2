// A question as SQL over the objects that count now.

import { useCallback } from 'react';

import { behavior } from '../api/behavior';
import { everyPage } from '../api/pages';
import { ApiProblem } from '../api/problem';
import { type ActivityQuestion, type Dialect, type Segments, sqlOf } from '../format/sql';
import { membersOfScope, type Scope } from '../scope/scope';
import { useGraph } from '../state/graph';

/** What is asked, and of when. */
export interface Asked {
  readonly question: ActivityQuestion;
  readonly scope: Scope;
}

/** How often objects may be merged between two pages of their list. */
const MOST_LISTS = 5;

async function segmentsOf(graphArn: string, { question, scope }: Asked): Promise<Segments> {
  const members = { GraphArn: graphArn, Source: question.Source, ...membersOfScope(scope) };
  let before: string | undefined;
  for (let list = 0; list < MOST_LISTS; list += 1) {
    const pages = await everyPage((next) => behavior('/behavior/segments/list', { ...members, ...next }));
    const segments = { bucket: pages[0]?.Bucket ?? '', keys: pages.flatMap((it) => it.Segments.map(({ Key }) => Key)), asOf: Date.now() };
    // Pages count from the begin: were objects merged meanwhile, the next page would leave some out.
    const keys = segments.keys.join();
    if (pages.length === 1 || keys === before) return segments;
    before = keys;
  }
  throw new ApiProblem('ConflictException', 'Objects are being merged all the time.', 409);
}

export function useSql(): (asked: Asked, dialect: Dialect) => Promise<string> {
  const { graphArn } = useGraph();
  return useCallback(
    async (asked, dialect) => {
      const sql = sqlOf(asked.question, asked.scope, await segmentsOf(graphArn, asked), dialect);
      if (sql === undefined) throw new ApiProblem('NoRows', 'No object has rows of this scope time.', 404);
      return sql;
    },
    [graphArn],
  );
}
