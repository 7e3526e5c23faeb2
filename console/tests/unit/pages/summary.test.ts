import { expect, test } from 'vitest';

import { nameOfArn } from '../../../src/pages/summary/arn';
import { callsFromHref, callsHref } from '../../../src/pages/summary/links';
import { countryName, othersText, placeName } from '../../../src/pages/summary/place';
import { callsTimeline, coarse } from '../../../src/pages/summary/timelines';
import { windowFrom, windowOf, yesterday } from '../../../src/pages/summary/window';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.parse('2026-11-26T05:20:00Z');
const WINDOW = windowFrom(NOW, NOW);

test('the window is 24 hours, whatever the scope time is', () => {
  expect(windowOf({ start: 0, end: 30 * DAY })).toEqual({ start: 29 * DAY, end: 30 * DAY });
});

test('no window is of the future, nor of more than a year ago', () => {
  const latest = { start: Date.parse('2026-11-25T06:00:00Z'), end: Date.parse('2026-11-26T06:00:00Z') };
  expect(windowFrom(NOW, NOW)).toEqual(latest);
  expect(windowFrom(latest.start + 5 * DAY, NOW)).toEqual(latest);
  expect(windowFrom(0, NOW).start).toBe(latest.start - 364 * DAY);
  expect(windowFrom(latest.start - DAY + 1, NOW).start).toBe(latest.start - DAY);
});

test('yesterday is the whole day before this one', () => {
  expect(yesterday(NOW, 'utc')).toEqual({ start: Date.parse('2026-11-25T00:00:00Z'), end: Date.parse('2026-11-26T00:00:00Z') });
});

test('a place has the name of its country', () => {
  expect(placeName({ City: 'Bucharest', Country: 'RO' })).toBe('Bucharest, Romania');
  expect(placeName({ Country: 'SG' })).toBe('Singapore');
  expect(placeName({})).toBe('Unknown place');
});

test('what is no code of a country stays as it is', () => {
  expect(['ZZZ', 'QQ', '<b>'].map(countryName)).toEqual(['ZZZ', 'QQ', '<b>']);
});

test('a week of hours has noughts where nothing happened', () => {
  const data = callsTimeline([{ StartTime: '2026-11-26T05:00:00.000Z', SuccessCount: 3, FailureCount: 1 }], WINDOW);
  expect(data.StartTimes).toHaveLength(168);
  expect(data.StartTimes.at(-1)).toBe('2026-11-26T05:00:00.000Z');
  expect(data.Series.map((it) => it.Values.slice(-2))).toEqual([
    [0, 3],
    [0, 1],
  ]);
});

test('coarse hours have the same sum', () => {
  const fine = callsTimeline(
    Array.from({ length: 12 }, (_, hour) => ({ StartTime: new Date(WINDOW.end - (hour + 1) * HOUR).toISOString(), SuccessCount: hour })),
    WINDOW,
  );
  const data = coarse(fine);
  expect(data.StartTimes).toHaveLength(28);
  expect(data.Series[0]?.Values.slice(-2)).toEqual([6 + 7 + 8 + 9 + 10 + 11, 0 + 1 + 2 + 3 + 4 + 5]);
});

const paramsOf = (href: string) => new URLSearchParams(href.split('?')[1]);

test('a number leads to the activity of its hours', () => {
  const params = paramsOf(callsHref('AwsUser', 'AIDA', WINDOW));
  expect(params.get('details')).toBe('OverallApiCallVolume');
  expect([params.get('scopeStart'), params.get('detailsStart')]).toEqual([String(WINDOW.start / 1000), String(WINDOW.start / 1000)]);
});

test('an hour of the week before is within the scope time that its link has', () => {
  const hour = { start: WINDOW.end - 5 * DAY, end: WINDOW.end - 5 * DAY + HOUR };
  const params = paramsOf(callsHref('AwsUser', 'AIDA', WINDOW, hour));
  expect(params.get('scopeStart')).toBe(String((WINDOW.end - 7 * DAY) / 1000));
  expect(params.get('detailsStart')).toBe(String(hour.start / 1000));
});

test('calls from a place are told by country and city', () => {
  const of = paramsOf(callsFromHref('AwsUser', 'AIDA', WINDOW, { Country: 'RO', City: 'A&B' })).get('detailsOf');
  expect(JSON.parse(of ?? '')).toEqual([
    ['Country', 'RO'],
    ['City', 'A&B'],
  ]);
  expect(paramsOf(callsFromHref('AwsUser', 'AIDA', WINDOW, {})).get('detailsOf')).toBeNull();
});

test('people call a role by its name, without the path', () => {
  expect(nameOfArn('arn:aws:iam::111122223333:role/service-role/Deploy')).toBe('Deploy');
  expect(nameOfArn('arn:aws:iam::111122223333:root')).toBe('root');
  expect(nameOfArn('odd')).toBe('odd');
});

test('calls of a place that its users and roles do not sum to are told', () => {
  const named = [
    { SuccessCount: 29, FailureCount: 83 },
    { SuccessCount: 15, FailureCount: 13 },
  ];
  expect(othersText({ SuccessCount: 45, FailureCount: 96, Principals: named })).toBe('And 1 successful call of callers other than AWS users and roles.');
  expect(othersText({ SuccessCount: 46, FailureCount: 99, Principals: named })).toBe('And 2 successful calls and 3 failed calls of callers other than AWS users and roles.');
  expect(othersText({ SuccessCount: 44, FailureCount: 96, Principals: named })).toBeUndefined();
});
