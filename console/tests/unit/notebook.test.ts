import { expect, test } from 'vitest';

import { keptRows, moved, MOST_ROWS, parseNotebook, type Pin } from '../../src/notebook/notebook';
import { escaped, reportOf } from '../../src/notebook/report';

const HOSTILE = '"><img src=x onerror=alert(1)><script>alert(1)</script>\u202egnp\'';

const PIN: Pin = {
  id: 'a',
  title: HOSTILE,
  guidance: HOSTILE,
  entity: { type: 'AwsUser', id: HOSTILE },
  scope: { start: 0, end: 3_600_000 },
  pinnedAt: 0,
  note: `${HOSTILE}\n\nsecond`,
  header: [HOSTILE, 'Calls'],
  rows: [[HOSTILE, 3], [null, 0]],
  rowCount: 2,
  isTimeline: false,
};

test('nothing of a log is markup in a report', () => {
  for (const isTimeline of [false, true]) {
    const html = reportOf({ title: HOSTILE, summary: HOSTILE, pins: [{ ...PIN, isTimeline }] }, 0);
    expect(html).not.toMatch(/<img|<script|onerror=alert\(1\)>/);
    expect(html).toContain('&lt;script&gt;');
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
  expect(parseNotebook(JSON.parse(JSON.stringify({ title: 'T', summary: 'S', pins: [PIN, { id: 'b' }, null, { ...PIN, entity: { type: 'Nothing', id: '' } }] }))).pins).toEqual([PIN]);
  expect(parseNotebook(null)).toEqual({ title: 'Investigation', summary: '', pins: [] });
});

test('a large panel is kept in part', () => {
  expect(keptRows(Array.from({ length: MOST_ROWS + 5 }, () => [undefined, 1]))).toHaveLength(MOST_ROWS);
  expect(keptRows([[undefined, 'x']])).toEqual([[null, 'x']]);
});
