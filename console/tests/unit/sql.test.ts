import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { DIMENSIONS_OF } from '../../src/activity/dimensions';
import type { ActivitySource, Filter } from '../../src/api/behavior.gen';
import { ENTITY_TYPE_NAMES } from '../../src/entities/types';
import { type ActivityQuestion, type Dialect, literal, sqlOf } from '../../src/format/sql';

const FOLDER = 'graph=0123456789abcdef0123456789abcdef/activity/day=2026-03-01';
const SEGMENTS = { bucket: 'segments', keys: [`${FOLDER}/a.parquet`, `${FOLDER}/b.parquet`], asOf: Date.parse('2026-03-02T09:15:30Z') };
const SCOPE = { start: Date.parse('2026-03-01T00:00:00Z'), end: Date.parse('2026-03-02T00:00:00Z') };
const sql = (question: ActivityQuestion, dialect: Dialect = 'DuckDB') => sqlOf(question, SCOPE, SEGMENTS, dialect);
const ACCOUNT = { EntityType: 'AwsAccount', EntityId: '111122223333', Source: 'API', GroupBy: ['Api'] } as const;
const filter = (Dimension: Filter['Dimension'], Operator: Filter['Operator'], ...Values: string[]): Filter => ({ Dimension, Operator, Values });

/** The columns of a segment, as the page has them below its heading. */
function documented(heading: string): string[] {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/data-format.md'), 'utf8');
  const [, section = ''] = page.split(`\n## ${heading}\n`);
  return [...(section.split('\n## ')[0] ?? '').matchAll(/^\| `(\w+)` \|/gm)].map((it) => it[1] ?? '');
}

const HEADINGS: Readonly<Record<ActivitySource, string>> = {
  API: 'A segment of activity',
  NETWORK: 'A segment of network activity',
  KUBERNETES: 'A segment of calls to Kubernetes',
};
const WORDS = /\b(SELECT|FROM|WHERE|AND|OR|NOT|IN|IS|NULL|AS|BY|GROUP|ORDER|DESC|LIMIT|FILTER|CASE|WHEN|THEN|ELSE|END|BETWEEN|CAST|TRY_CAST|VARCHAR|TIMESTAMP|WITH|TIME|ZONE|INET|IPADDRESS|INSTALL|LOAD|sum|min|max|coalesce|lower|strpos|contains|chr)\b/g;

test.each(Object.entries(HEADINGS) as [ActivitySource, string][])('%s asks for columns that the data format has, in whatever it groups and filters by', (Source, heading) => {
  const columns = documented(heading);
  expect(columns.length).toBeGreaterThan(20);
  for (const EntityType of ENTITY_TYPE_NAMES) {
    for (const dialect of ['DuckDB', 'Athena'] as const) {
      const oneOf = DIMENSIONS_OF[Source].map((it) => filter(it, 'NOT_CONTAINS', 'x'));
      const statement = sql({ EntityType, EntityId: 'x', Source, GroupBy: DIMENSIONS_OF[Source], Conditions: { all: [], oneOf } }, dialect);
      if (statement === undefined) continue;
      const names = statement.replace(/'[^']*'/g, '').replace(/AS (\w+)/g, '').replace(/^--.*$/m, '').replace(/FROM \w*/, '').replace('"$path"', '').replace(WORDS, '').match(/[a-z_]\w*/gi) ?? [];
      expect([...new Set(names)].filter((it) => !columns.includes(it) && it !== 'day')).toEqual([]);
    }
  }
});

test('rows of a user are asked for by its principal id, in its days and hours', () => {
  const statement = sql({ EntityType: 'AwsUser', EntityId: "AIDA'X", Source: 'API', GroupBy: ['IpAddress', 'Caller'] });
  expect(statement).toContain("principal_type = 'AwsUser' AND principal_id = 'AIDA''X'");
  expect(statement).toContain("day BETWEEN '2026-03-01' AND '2026-03-01'");
  expect(statement).toContain("hour >= CAST('2026-03-01 00:00:00 UTC' AS TIMESTAMP WITH TIME ZONE)");
  expect(statement).toContain('access_key_id AS caller');
  expect(statement).toContain('GROUP BY 1, 2');
});

test('rows are read of the objects that count and of no other: DuckDB names them, Athena picks them from its table', () => {
  expect(sql(ACCOUNT)).toContain(`FROM read_parquet([\n  '${FOLDER}/a.parquet',\n  '${FOLDER}/b.parquet'\n])\nWHERE`);
  expect(sql(ACCOUNT, 'Athena')).toContain('FROM activity\n');
  expect(sql(ACCOUNT, 'Athena')).toContain(`  AND "$path" IN (\n  's3://segments/${FOLDER}/a.parquet',\n  's3://segments/${FOLDER}/b.parquet'\n)`);
  expect(sql(ACCOUNT)).toMatch(/^-- Of the objects that counted at 2026-03-02T09:15Z\./);
});

test('without objects there is nothing to ask', () => {
  expect(sqlOf(ACCOUNT, SCOPE, { ...SEGMENTS, keys: [] }, 'DuckDB')).toBeUndefined();
});

test('a filter is a condition, and negated ones keep rows without a value', () => {
  expect(sql({ ...ACCOUNT, Conditions: { all: [filter('ErrorCode', 'NOT_EQUALS', 'x')], oneOf: [] } })).toContain("(error_code IS NULL OR CAST(error_code AS VARCHAR) NOT IN ('x'))");
});

test('filters joined by "or" are in brackets', () => {
  const oneOf = [filter('Api', 'EQUALS', 'a'), filter('Service', 'EQUALS', 'b')];
  expect(sql({ ...ACCOUNT, Conditions: { all: [], oneOf } })).toContain("  AND (CAST(api AS VARCHAR) IN ('a') OR CAST(service AS VARCHAR) IN ('b'))");
});

test('what is contained is no pattern', () => {
  const statement = sql({ ...ACCOUNT, Conditions: { all: [filter('Api', 'CONTAINS', '100%_')], oneOf: [] } });
  expect(statement).toContain("strpos(lower(CAST(api AS VARCHAR)), '100%_') > 0");
});

test('a source that is no address is in no block', () => {
  const conditions = { all: [filter('IpAddress', 'IN_CIDR', '10.0.0.0/8')], oneOf: [] };
  expect(sql({ ...ACCOUNT, Conditions: conditions })).toMatch(/^--.*\nINSTALL inet;\nLOAD inet;\n[^]*TRY_CAST\(CAST\(source_address AS VARCHAR\) AS INET\) <<= CAST\('10.0.0.0\/8' AS INET\)/);
  expect(sql({ ...ACCOUNT, Conditions: conditions }, 'Athena')).toContain("contains('10.0.0.0/8', TRY_CAST(CAST(source_address AS VARCHAR) AS IPADDRESS))");
});

test('what rows do not name cannot be asked of them', () => {
  expect(sql({ EntityType: 'ContainerImage', EntityId: 'x', Source: 'API', GroupBy: ['Api'] })).toBeUndefined();
});

test('an invisible character is in a literal by its code', () => {
  expect(literal('a\u202eb')).toBe("('a' || chr(8238) || 'b')");
  expect(literal('')).toBe("''");
});

test('an address as a replacement pattern stays itself', () => {
  expect(sql({ EntityType: 'UserAgent', EntityId: "$& $1 '", Source: 'API', GroupBy: [] })).toContain("user_agent = '$& $1 '''");
});

test('without an entity the whole graph is asked', () => {
  const statement = sql({ Source: 'API', GroupBy: ['Caller', 'Country'] });
  expect(statement).toContain("WHERE day BETWEEN '2026-03-01' AND '2026-03-01'");
  expect(statement).toContain('coalesce(principal_arn, principal_id, invoked_by) AS caller');
});
