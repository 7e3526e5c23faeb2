// The SQL that a panel is copied as, run over the segments: it says what the API says, also while segments that were merged
// are still in the bucket. DuckDB runs it, and that for Athena over the tables of docs/data-format.md: they differ in how they
// name segments and compare an address with a block, and nothing else.

import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { beforeAll, expect, inject, test } from 'vitest';

import { SUMS_OF } from '../../src/activity/dimensions';
import type { ActivityGroup, ActivitySource, Dimension, DrillDown, EntityType, ListActivityRequest } from '../../src/api/behavior.gen';
import { type AnyPanel, panelsOf } from '../../src/api/panel';
import { type ActivityQuestion, type Dialect, hasSql, type Segments, sqlOf } from '../../src/format/sql';
import { DAY, lastOf, membersOfScope, type Scope } from '../../src/scope/scope';
import { askBehavior, graphArn, intruder, stolenRole } from './api';

const MOST_ROWS = 100;

const DIALECTS: readonly Dialect[] = ['DuckDB', 'Athena'];

const bucket = inject('bucket');

let connection: DuckDBConnection;

beforeAll(async () => {
  if (bucket === undefined) return;
  connection = await (await DuckDBInstance.create()).connect();
  await connection.run(`SET file_search_path = '${bucket}'`);
  const graph = (await graphArn()).split(':').at(-1) ?? '';
  for (const table of ['activity', 'network', 'kubernetes']) {
    // Every object that is there, as Athena sees them.
    await connection.run(
      `CREATE VIEW ${table} AS SELECT *, 's3://gumshoe-segments/' || substr(filename, strpos(filename, 'graph=')) AS "$path"
       FROM read_parquet('graph=${graph}/${table}/*/*.parquet', filename = true, hive_types = {'day': VARCHAR})`,
    );
  }
});

type Row = readonly unknown[];

async function rowsOf(statement: string): Promise<Row[]> {
  return (await connection.runAndReadAll(statement)).getRowsJson() as Row[];
}

interface Line {
  /** What it is grouped by, then its sums. */
  readonly text: string;
  readonly total: number;
}

function lineOf(source: ActivitySource, keys: readonly unknown[], sums: readonly unknown[]): Line {
  const numbers = sums.map((it) => Number(it ?? 0));
  // Packets and flows are no part of what traffic is sorted by.
  const sorted = source === 'NETWORK' ? numbers.slice(0, 2) : numbers;
  const names = keys.map((it) => (it === null || it === undefined ? '–' : String(it)));
  return { text: [...names, '|', ...numbers].join(' '), total: sorted.reduce((sum, it) => sum + it, 0) };
}

/** The sums of all groups of a page, the greatest first. */
const totals = (lines: readonly Line[]): number[] => lines.map((it) => it.total).sort((a, b) => b - a);

/** Which of equal groups are the last of a full page is nobody's promise. */
function certain(lines: readonly Line[]): Set<string> {
  const least = lines.length < MOST_ROWS ? -1 : Math.min(...lines.map((it) => it.total));
  return new Set(lines.filter((it) => it.total > least).map((it) => it.text));
}

type OfEntity = ActivityQuestion & Required<Pick<ActivityQuestion, 'EntityType' | 'EntityId'>>;

async function groupsOf(question: OfEntity, scope: Scope): Promise<ActivityGroup[]> {
  const request: Omit<ListActivityRequest, 'GraphArn'> = {
    EntityType: question.EntityType,
    EntityId: question.EntityId,
    Source: question.Source,
    GroupBy: [...question.GroupBy],
    Filters: [...(question.Conditions?.all ?? [])],
    ...membersOfScope(scope),
    MaxResults: MOST_ROWS,
  };
  return (await askBehavior('/behavior/activity/list', request)).Groups;
}

async function segmentsOf(Source: ActivitySource, scope: Scope): Promise<Segments> {
  const { Bucket, Segments } = await askBehavior('/behavior/segments/list', { Source, ...membersOfScope(scope) });
  return { bucket: Bucket, keys: Segments.map((it) => it.Key), asOf: Date.now() };
}

/** How a panel is looked into, whatever its form: a map is looked into by its table. */
function drillDownOf({ Data }: AnyPanel): DrillDown | undefined {
  if ('Table' in Data) return Data.Table.DrillDown;
  return 'DrillDown' in Data ? Data.DrillDown : undefined;
}

/** What the panels of a profile are looked into by; several are by the same. */
async function questionsOf(type: EntityType, id: string, scope: Scope): Promise<OfEntity[]> {
  const { Panels } = await askBehavior('/behavior/entities/profile', { EntityType: type, EntityId: id, ...membersOfScope(scope) });
  const questions = panelsOf(Panels).flatMap((panel): OfEntity[] => {
    const { Source, Tabs = [], Filters: all = [] } = drillDownOf(panel) ?? {};
    if (Source === undefined) return [];
    return Tabs.map((tab) => ({ EntityType: type, EntityId: id, Source, GroupBy: tab.GroupBy as readonly Dimension[], Conditions: { all, oneOf: [] } }));
  });
  return [...new Map(questions.map((it) => [JSON.stringify(it), it])).values()];
}

const newest = async (type: EntityType): Promise<string> => {
  const { Entities } = await askBehavior('/behavior/entities/search', { EntityType: type, Query: '*', SortBy: 'LastSeen', SortOrder: 'DESC', MaxResults: 1 });
  return Entities[0]?.EntityId ?? '';
};

const WHOSE: Readonly<Partial<Record<EntityType, () => Promise<string>>>> = {
  AwsUser: async () => (await intruder()).id,
  AwsRole: stolenRole,
  AwsRoleSession: () => newest('AwsRoleSession'),
  AwsAccount: () => newest('AwsAccount'),
  IpAddress: () => newest('IpAddress'),
  UserAgent: () => newest('UserAgent'),
  S3Bucket: () => newest('S3Bucket'),
  Ec2Instance: () => newest('Ec2Instance'),
  ContainerCluster: () => newest('ContainerCluster'),
  KubernetesSubject: () => newest('KubernetesSubject'),
};

for (const [type, whose] of Object.entries(WHOSE) as [EntityType, () => Promise<string>][]) {
  test(`the SQL of every panel of a profile of the kind ${type} says what the API says`, async (context) => {
    if (bucket === undefined) return context.skip('a console that runs already does not tell where its segments are');
    const scope = lastOf(2 * DAY, Date.now());
    const questions = await questionsOf(type, await whose(), scope);
    expect(questions).not.toEqual([]);
    for (const question of questions) {
      const { Source, GroupBy } = question;
      const sums = SUMS_OF[Source];
      const groups = await groupsOf(question, scope);
      const told = groups.map((it) => lineOf(Source, GroupBy.map((dimension) => it.Keys[dimension]), sums.map((sum) => it[sum.id])));
      const segments = await segmentsOf(Source, scope);
      for (const dialect of DIALECTS) {
        const statement = sqlOf(question, scope, segments, dialect);
        expect(statement === undefined, `${dialect}: ${JSON.stringify(question)}`).toBe(!hasSql(question));
        if (statement === undefined) continue;
        const rows = await rowsOf(statement);
        const found = rows.map((it) => lineOf(Source, it.slice(0, GroupBy.length), it.slice(GroupBy.length, GroupBy.length + sums.length)));
        // Whichever of equal groups are told, as many calls or bytes are.
        expect(totals(found), `${dialect}\n${statement}`).toEqual(totals(told));
        expect(certain(found), `${dialect}\n${statement}`).toEqual(certain(told));
      }
    }
  });
}
