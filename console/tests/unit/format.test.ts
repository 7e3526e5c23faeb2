import { expect, test } from 'vitest';

import { formatBytes, formatNumber, formatShort, counted } from '../../src/format/number';
import { formatRange, formatSpan, formatTime, withTimes } from '../../src/format/time';

test('numbers have groups, and few decimals', () => {
  expect([0, 1.25, 99.95, 12345.6, 1e9].map(formatNumber)).toEqual(['0', '1.3', '100', '12,346', '1,000,000,000']);
  expect([999, 12_345, 4_000_000].map(formatShort)).toEqual(['999', '12.3K', '4M']);
});

test('sizes are in units of a thousand', () => {
  expect([0, 1, 999, 1000, 999_950, 1_500_000, 2e12].map(formatBytes)).toEqual(['0 bytes', '1 byte', '999 bytes', '1 KB', '1 MB', '1.5 MB', '2 TB']);
});

test('one of something is not several', () => {
  expect([counted(1, 'match', 'matches'), counted(2, 'match', 'matches'), counted(0, 'row')]).toEqual(['1 match', '2 matches', '0 rows']);
});

test('times say their zone', () => {
  expect(formatTime(Date.parse('2026-11-25T16:39:07Z'), 'utc')).toBe('2026-11-25 16:39 UTC');
  expect(formatTime(Date.parse('2026-11-25T16:39:07Z'), 'utc', { seconds: true })).toBe('2026-11-25 16:39:07 UTC');
});

test('a range names a day once', () => {
  const start = Date.parse('2026-11-25T06:00:00Z');
  expect(formatRange(start, start + 3_600_000, 'utc')).toBe('2026-11-25 06:00 – 07:00 UTC');
  expect(formatRange(start, start + 86_400_000, 'utc')).toBe('2026-11-25 06:00 – 2026-11-26 06:00 UTC');
});

test('spans are in their largest unit', () => {
  expect([86_400_000 * 7, 3_600_000, 90_000, 10].map(formatSpan)).toEqual(['7 days', '1 hour', '2 minutes', 'less than a second']);
});

test('times in a sentence are written as all others, and those within a name stay', () => {
  const sentence = '6 calls concern AwsUser AIDA4VKQ6OFM7EXAMPLE; none did from 2026-10-11T17:00:00.000Z to 2026-11-25T17:00:07Z.';
  expect(withTimes(sentence, 'utc')).toBe('6 calls concern AwsUser AIDA4VKQ6OFM7EXAMPLE; none did from 2026-10-11 17:00 UTC to 2026-11-25 17:00:07 UTC.');
  expect(withTimes('2026-11-25T17:00:00.000Z', 'utc')).toBe('2026-11-25 17:00 UTC');
  for (const name of ['session/2026-11-25T17:00:00Z', '"2026-11-25T17:00:00Z"', '2026-99-99T17:00:00Z']) expect(withTimes(name, 'utc')).toBe(name);
});
