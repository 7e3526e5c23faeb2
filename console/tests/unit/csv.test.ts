import { expect, test } from 'vitest';

import { csvName, csvOf } from '../../src/format/csv';

const cell = (value: string) => csvOf(['h'], [[value]]).split('\r\n').slice(1, -1).join('\r\n');

test('nothing is a formula', () => {
  for (const text of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '\r=1', '＝1', '|cmd', '%0A=1']) {
    expect(cell(text).replace(/^"/, ''), text).toMatch(/^'/);
  }
});

test('a number stays one', () => {
  expect(csvOf(['n'], [[-5], [0.5], [undefined]])).toBe('n\r\n-5\r\n0.5\r\n\r\n');
});

test('quotes, commas and line ends are within their field', () => {
  expect(cell('a "b", c\nd')).toBe('"a ""b"", c\nd"');
});

test('the name is as the User Guide says', () => {
  expect(csvName('AwsUser', 'Newly observed API calls', Date.parse('2026-03-01T23:00:00Z'))).toBe('detective-aws-user-newly-observed-api-calls-2026-03-01.csv');
});
