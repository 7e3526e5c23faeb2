import { expect, test } from 'vitest';

import type { FindingDetail } from '../../src/api/behavior.gen';
import { snapshotsOfFinding } from '../../src/finding/snapshot';
import { EMPTY, keptRows, moved, MOST_ROWS, notebookStore, parseNotebook, pin, type Pin } from '../../src/notebook/notebook';
import { escaped, reportOf } from '../../src/notebook/report';

const HOSTILE = '"><img src=x onerror=alert(1)><script>alert(1)</script>\u202egnp\'';

const PIN: Pin = {
  id: 'a',
  title: HOSTILE,
  guidance: HOSTILE,
  about: { type: 'AwsUser', id: HOSTILE },
  scope: { start: 0, end: 3_600_000 },
  pinnedAt: 0,
  note: `${HOSTILE}\n\nsecond`,
  tables: [{ title: HOSTILE, header: [HOSTILE, 'Calls'], rows: [[HOSTILE, 3], [null, 0]], rowCount: 2, isTimeline: false }],
};

test('nothing of a log is markup in a report', () => {
  for (const isTimeline of [false, true]) {
    for (const type of ['AwsUser', 'Finding', 'FindingGroup', 'Investigation'] as const) {
      const tables = PIN.tables.map((it) => ({ ...it, isTimeline }));
      const html = reportOf({ title: HOSTILE, summary: HOSTILE, pins: [{ ...PIN, about: { type, id: HOSTILE }, tables }] }, 0);
      expect(html).not.toMatch(/<img|<script|onerror=alert\(1\)>/);
      expect(html).toContain('&lt;script&gt;');
    }
  }
});

test('nothing of a log is invisible in a report', () => {
  const html = reportOf({ title: HOSTILE, summary: HOSTILE, pins: [PIN] }, 0);
  expect(html).not.toContain('\u202e');
  expect(html).toContain('<i>\\u{202e}</i>');
});

test('a report has no script, asks for nothing, and forbids both', () => {
  const html = reportOf({ title: 'T', summary: '', pins: [PIN] }, 0);
  expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
  expect(html).not.toMatch(/<(script|link|iframe|object|img)\b|\b(src|href)=["'h/]|url\(|@import/);
});

test('attributes stay within their quotes', () => {
  expect(escaped(`"'<>&`)).toBe('&quot;&#39;&lt;&gt;&amp;');
});

test('a note keeps its paragraphs', () => {
  expect(reportOf({ title: 'T', summary: 'one\ntwo\n\nthree', pins: [] }, 0)).toContain('<p><bdi>one</bdi><br><bdi>two</bdi></p>\n<p><bdi>three</bdi></p>');
});

test('a pin moves by a place, and not beyond the ends', () => {
  const pins = ['a', 'b', 'c'].map((id) => ({ ...PIN, id }));
  const order = (id: string, by: -1 | 1) => moved(pins, id, by).map((it) => it.id).join('');
  expect([order('b', -1), order('b', 1), order('a', -1), order('c', 1), order('x', 1)]).toEqual(['bac', 'acb', 'abc', 'abc', 'abc']);
});

test('what a browser kept is a notebook or is left out', () => {
  expect(parseNotebook(JSON.parse(JSON.stringify({ title: 'T', summary: 'S', pins: [PIN, { id: 'b' }, null, { ...PIN, about: { type: 'Nothing', id: '' } }, { ...PIN, tables: [{ rows: 1 }] }] }))).pins).toEqual([PIN]);
  expect(parseNotebook(null)).toEqual({ title: 'Investigation', summary: '', pins: [] });
});

test('a large panel is kept in part', () => {
  expect(keptRows(Array.from({ length: MOST_ROWS + 5 }, () => [undefined, 1]))).toHaveLength(MOST_ROWS);
  expect(keptRows([[undefined, 'x']])).toEqual([[null, 'x']]);
});

const FINDING: FindingDetail = {
  FindingId: 'arn:finding',
  Provider: 'GUARDDUTY',
  Types: ['UnauthorizedAccess:IAMUser/x'],
  Title: HOSTILE,
  Description: HOSTILE,
  Severity: 'HIGH',
  SeverityNumber: 8,
  AccountId: '111122223333',
  FirstSeen: '2026-03-01T10:00:00.000Z',
  LastSeen: '2026-03-01T11:00:00.000Z',
  CreatedTime: '2026-03-01T11:00:00.000Z',
  UpdatedTime: '2026-03-01T11:00:00.000Z',
  Count: 3,
  State: 'ACTIVE',
  RecordState: 'ACTIVE',
  EntityCount: 1,
  Entities: [{ EntityType: 'AwsUser', EntityId: HOSTILE, Role: 'ACTOR' }],
};

test('a finding is kept in words, with everyone whom it involves, and what is not known is left out', () => {
  const [facts, entities] = snapshotsOfFinding(FINDING);
  expect(facts?.rows).toContainEqual(['Severity', 'High (8)']);
  expect(facts?.rows).toContainEqual(['Product', 'GuardDuty']);
  expect(facts?.rows.map(([label]) => label)).not.toContain('Region');
  expect(entities?.rows).toEqual([['Actor', 'AWS user', HOSTILE]]);
});

test('what was pinned is in the report with each of its tables, named', () => {
  notebookStore.set(EMPTY);
  const made = { title: 'T', guidance: 'G', about: { type: 'Finding', id: 'arn:finding' }, scope: PIN.scope } as const;
  expect(pin(made, snapshotsOfFinding(FINDING))).toBe(true);
  const html = reportOf(notebookStore.get(), 0);
  for (const title of ['What was found', 'Related entities']) expect(html).toContain(`<h3><bdi>${title}</bdi></h3>`);
  expect(html).toContain('Finding <bdi>arn:finding</bdi>.');
  expect(parseNotebook(JSON.parse(JSON.stringify(notebookStore.get())))).toEqual(notebookStore.get());
  notebookStore.set(EMPTY);
});
