import { expect, test } from 'vitest';

import type { Session } from '../../src/api/session';
import { curlOf, quoted } from '../../src/format/command';
import { literal, sqlOf } from '../../src/format/sql';

const LOCAL: Session = { Mode: 'LOCAL', Region: 'us-east-1', Endpoint: 'http://127.0.0.1:4570/', Version: '1', AccountId: '111122223333', Accounts: [] };
const SCOPE = { start: Date.parse('2026-03-01T00:00:00Z'), end: Date.parse('2026-03-02T00:00:00Z') };

test('a quote does not end the word of a shell', () => {
  expect(quoted("it's; rm -rf /")).toBe("'it'\\''s; rm -rf /'");
});

test('a command is printable ASCII whatever was in the log', () => {
  const command = curlOf(LOCAL, '111122223333', '/behavior/entities/get', { EntityId: 'a\u001b[2J\u202eé' });
  expect(command).toMatch(/^[\x20-\x7e\n]+$/);
  expect(command).toContain('"a\\u001b[2J\\u202e\\u00e9"');
  expect(command).toContain("'http://127.0.0.1:4570/behavior/entities/get'");
});

test('rows of a user are asked for by its principal id, in its hours', () => {
  const sql = sqlOf({ EntityType: 'AwsUser', EntityId: "AIDA'X", Source: 'API', GroupBy: ['IpAddress', 'Caller'] }, SCOPE);
  expect(sql).toContain("principal_type = 'AwsUser' AND principal_id = 'AIDA''X'");
  expect(sql).toContain("hour >= TIMESTAMPTZ '2026-03-01 00:00:00Z'");
  expect(sql).toContain('GROUP BY source_address, access_key_id');
});

test('a filter is a condition, and negated ones keep rows without a value', () => {
  const question = { EntityType: 'AwsAccount', EntityId: '111122223333', Source: 'API', GroupBy: ['Api'] } as const;
  expect(sqlOf({ ...question, Filters: [{ Dimension: 'ErrorCode', Operator: 'NOT_EQUALS', Values: ['x'] }] }, SCOPE)).toContain(
    "(error_code IS NULL OR CAST(error_code AS VARCHAR) NOT IN ('x'))",
  );
});

test('what rows do not name cannot be asked of them', () => {
  expect(sqlOf({ EntityType: 'ContainerImage', EntityId: 'x', Source: 'API', GroupBy: ['Api'] }, SCOPE)).toBeUndefined();
});

test('an invisible character is in a literal by its code', () => {
  expect(literal('a\u202eb')).toBe("('a' || chr(8238) || 'b')");
  expect(literal('')).toBe("''");
});

test('an address as a replacement pattern stays itself', () => {
  expect(sqlOf({ EntityType: 'UserAgent', EntityId: "$& $1 '", Source: 'API', GroupBy: [] }, SCOPE)).toContain("user_agent = '$& $1 '''");
});
