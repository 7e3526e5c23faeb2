import { expect, test } from 'vitest';

import { ratioWords, rowsDifference, sumsDifference } from '../../src/compare/difference';
import { paramsOfSide, sideOfParams } from '../../src/compare/sides';

const NOW = Date.parse('2026-11-26T05:20:00Z');

test('both sides survive the URL', () => {
  const side = { type: 'AwsUser', id: 'AIDA/&?#', scope: { start: NOW - (NOW % 3_600_000) - 86_400_000, end: NOW - (NOW % 3_600_000) } } as const;
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...paramsOfSide('a', side), ...paramsOfSide('b', { ...side, scope: undefined }) })) {
    if (value !== undefined) params.set(name, value);
  }
  expect(sideOfParams(params, 'a', NOW)).toEqual(side);
  expect(sideOfParams(params, 'b', NOW)).toEqual({ ...side, scope: undefined });
});

test('what is no entity is no side', () => {
  expect(sideOfParams(new URLSearchParams('aType=Nothing&aId=x'), 'a', NOW)).toBeUndefined();
  expect(sideOfParams(new URLSearchParams('aType=AwsUser'), 'a', NOW)).toBeUndefined();
});

test('rows are the same by what they are about, whatever their numbers and times', () => {
  const row = (api: string, calls: number, seen: string) => ['s3', api, calls, seen];
  const a = [row('ListBuckets', 3, '2026-11-25T00:00:00.000Z'), row('GetObject', 1, '2026-11-25T00:00:00.000Z')];
  const b = [row('ListBuckets', 9, '2026-11-24T00:00:00.000Z'), row('PutObject', 1, '2026-11-24T00:00:00.000Z')];
  expect(rowsDifference(a, b)).toEqual({ form: 'rows', both: 1, onlyA: ['s3, GetObject'], onlyB: ['s3, PutObject'] });
});

test('only what happened in the scope times is compared', () => {
  const data = { BinSize: 'HOUR' as const, StartTimes: ['2026-11-25T00:00:00.000Z', '2026-11-25T01:00:00.000Z'], Series: [{ Id: 's', Label: 'Calls', Type: 'COUNT' as const, Values: [5, 7] }] };
  const hour = (from: string) => ({ start: Date.parse(from), end: Date.parse(from) + 3_600_000 });
  expect(sumsDifference({ data, scope: hour('2026-11-25T00:00:00Z') }, { data, scope: hour('2026-11-25T01:00:00Z') }).sums).toEqual([{ label: 'Calls', isBytes: false, a: 5, b: 7 }]);
});

test('how much more is told in times, then in percent', () => {
  expect([ratioWords(10, 30), ratioWords(1, 250), ratioWords(10, 15), ratioWords(10, 5), ratioWords(1000, 1001), ratioWords(0, 5), ratioWords(5, 0), ratioWords(0, 0)]).toEqual([
    '3 times as much',
    '250 times as much',
    '+50 %',
    '−50 %',
    'about the same',
    'only in B',
    'only in A',
    'the same',
  ]);
});
