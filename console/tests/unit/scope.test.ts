import { expect, test } from 'vitest';

import { DAY, HOUR, lastOf, LONGEST, paramsOfScope, scopeOfParams, shifted, snapped, widened } from '../../src/scope/scope';

const NOW = Date.parse('2026-03-01T12:34:56Z');
const at = (text: string) => Date.parse(`2026-${text}:00Z`);
const asked = (text: string) => scopeOfParams(new URLSearchParams(text), NOW);

test('seconds and milliseconds are both understood', () => {
  const scope = { start: at('02-01T00:00'), end: at('02-02T00:00') };
  expect(asked(`scopeStart=${scope.start / 1000}&scopeEnd=${scope.end / 1000}`)).toEqual(scope);
  expect(asked(`scopeStart=${scope.start}&scopeEnd=${scope.end}`)).toEqual(scope);
});

test('bounds go out to the hour', () => {
  expect(snapped(at('02-01T00:59'), at('02-01T03:01'))).toEqual({ start: at('02-01T00:00'), end: at('02-01T04:00') });
});

test('an hour at least', () => {
  expect(snapped(at('02-01T05:00'), at('02-01T05:00'))).toEqual({ start: at('02-01T04:00'), end: at('02-01T05:00') });
});

test('a year at most, of which the newest', () => {
  const scope = snapped(0, NOW);
  expect(scope.end - scope.start).toBe(LONGEST);
  expect(scope.end).toBe(at('03-01T13:00'));
});

test('only a start is until now, only an end everything before it', () => {
  expect(asked(`scopeStart=${at('02-28T00:00')}`)).toEqual({ start: at('02-28T00:00'), end: at('03-01T13:00') });
  expect(asked(`scopeEnd=${at('02-28T00:00')}`)).toEqual({ start: at('02-28T00:00') - LONGEST, end: at('02-28T00:00') });
});

test('bounds the wrong way round are turned', () => {
  expect(asked(`scopeStart=${at('02-02T00:00')}&scopeEnd=${at('02-01T00:00')}`)).toEqual({ start: at('02-01T00:00'), end: at('02-02T00:00') });
});

test('nothing, or nonsense, is no choice', () => {
  expect(asked('')).toBeUndefined();
  expect(asked('scopeStart=yesterday&scopeEnd=-1')).toBeUndefined();
});

test('a scope time survives its URL', () => {
  const scope = lastOf(DAY, NOW);
  expect(scopeOfParams(new URLSearchParams(paramsOfScope(scope)), NOW)).toEqual(scope);
});

test('earlier and later keep the length and do not pass the present hour', () => {
  const scope = lastOf(DAY, NOW);
  expect(shifted(scope, -1, NOW)).toEqual({ start: scope.start - DAY, end: scope.start });
  expect(shifted(scope, 1, NOW)).toEqual(scope);
  expect(widened({ start: scope.start - 3 * DAY, end: scope.start - 2 * DAY }, NOW)).toEqual({ start: scope.start - 4 * DAY, end: scope.start - DAY });
  expect(widened(scope, NOW).end).toBe(scope.end);
  expect(snapped(NOW, NOW + HOUR).end % HOUR).toBe(0);
});
