import { expect, test } from 'vitest';

import { levelsOf, nodesOf } from '../../src/activity/levels';
import { fileName, fileOf, headOf, hoursOf, inOrderOfTime, isOneCall, spanOf } from '../../src/activity/records/records';

const LEVELS = levelsOf('API', ['IpAddress', 'Service', 'Api']);
const SEEN = { FirstSeen: '2026-11-25T06:00:00.000Z', LastSeen: '2026-11-25T07:59:59.000Z' };
const [address] = nodesOf([{ Keys: { IpAddress: '192.0.2.1' }, ...SEEN }], LEVELS);
const [call] = nodesOf([{ Keys: { Service: 's3.amazonaws.com', Api: 'ListBuckets' }, ...SEEN }], LEVELS, address);

test('a row of one call has records, a row of many and one of an unknown service do not', () => {
  const [unknown] = nodesOf([{ Keys: { Api: 'ListBuckets' }, ...SEEN }], LEVELS, address);
  expect([address, call, unknown].map((it) => it && isOneCall(it))).toEqual([false, true, false]);
});

test('the calls of a row are in whole hours, one at least', () => {
  const [start, end] = [Date.parse('2026-11-25T06:00:00Z'), Date.parse('2026-11-25T08:00:00Z')];
  expect(call && spanOf(call)).toEqual({ start, end });
  expect(call && spanOf({ ...call, group: { ...call.group, LastSeen: SEEN.FirstSeen } })).toEqual({ start, end: start + 3_600_000 });
});

test('hours without calls are not offered, and the latest is the first', () => {
  const bins = [
    { StartTime: '2026-11-25T06:00:00Z', SuccessCount: 1, FailureCount: 2 },
    { StartTime: '2026-11-25T07:00:00Z', SuccessCount: 0 },
    { StartTime: '2026-11-25T08:00:00Z', FailureCount: 1 },
  ];
  expect(hoursOf(bins).map((it) => [new Date(it.start).getUTCHours(), it.calls])).toEqual([[8, 1], [6, 3]]);
});

test('a record whose parts are anything is still shown', () => {
  expect(headOf({ eventTime: '2026-11-25T06:00:00Z', eventName: 'ListBuckets', awsRegion: 'us-east-1' })).toEqual({
    time: '2026-11-25T06:00:00Z',
    text: 'ListBuckets · us-east-1',
  });
  expect(headOf({ eventTime: 7, eventName: { a: 1 } })).toEqual({ time: '', text: '' });
});

test('records are shown in the order of time, whichever log object they are from', () => {
  const record = (eventID: string, eventTime: unknown) => ({ Record: { eventID, eventTime } });
  const records = [record('d', '2026-11-25T06:28:09Z'), record('e', 7), record('b', '2026-11-25T06:26:23Z'), record('c', '2026-11-25T06:26:23Z'), record('a', '2026-11-25T06:25:55Z')];
  expect(inOrderOfTime(records).map((it) => it.Record.eventID)).toEqual(['a', 'b', 'c', 'd', 'e']);
});

test('a download is a log file of CloudTrail', () => {
  const record = (id: string) => ({ Record: { eventID: id }, Object: { Bucket: 'logs', Key: 'k' } });
  expect(JSON.parse(fileOf([record('a'), record('b')]))).toEqual({ Records: [{ eventID: 'a' }, { eventID: 'b' }] });
});

test('nothing of a log gets into a file name but letters and digits', () => {
  const hour = Date.parse('2026-11-25T06:00:00Z');
  const of = (api: string) => fileName([{ Dimension: 'Api', Operator: 'EQUALS', Values: [api] }], hour);
  expect(of('ListBuckets')).toBe('detective-records-list-buckets-2026-11-25T06.json');
  expect(of('../../\u202eetc')).toBe('detective-records-etc-2026-11-25T06.json');
  expect(of('—')).toBe('detective-records-2026-11-25T06.json');
});
