import { expect, test } from 'vitest';

import { conditionsOf, requestsOf, within } from '../../src/activity/conditions';
import { merged } from '../../src/activity/merge';
import type { ActivityGroup, Filter } from '../../src/api/behavior.gen';

const filter = (Dimension: Filter['Dimension'], Operator: Filter['Operator'], ...Values: string[]): Filter => ({ Dimension, Operator, Values });
const A = filter('Api', 'EQUALS', 'a');
const B = filter('Service', 'CONTAINS', 'b');
const ROW = filter('Country', 'EQUALS', 'DE');

test('filters joined by "and" are one request, within a row too', () => {
  expect(requestsOf(within(conditionsOf([ROW], [A, B], 'and'), []))).toEqual([{ Filters: [ROW, A, B] }]);
});

test('filters joined by "or" are the connector of the request where nothing else is asked', () => {
  expect(requestsOf(conditionsOf([], [A, B], 'or'))).toEqual([{ Filters: [A, B], FilterConnector: 'OR' }]);
  expect(requestsOf(conditionsOf([ROW], [A], 'or'))).toEqual([{ Filters: [ROW, A] }]);
});

test('within a row, "or" is requests of which none has what another has', () => {
  expect(requestsOf(within(conditionsOf([], [A, B], 'or'), [ROW]))).toEqual([{ Filters: [ROW, A] }, { Filters: [ROW, B, filter('Api', 'NOT_EQUALS', 'a')] }]);
});

test('each call is in one of the requests exactly if it passes one of the filters', () => {
  const holds = ({ Operator, Values, Dimension }: Filter, call: Readonly<Record<string, string | undefined>>): boolean => {
    const value = call[Dimension];
    if (Operator === 'IN_CIDR') return value !== undefined && Values.some((it) => value.startsWith(it.split('.0')[0] ?? ''));
    const is = value !== undefined && (Operator.endsWith('EQUALS') ? Values.includes(value) : Values.some((it) => value.includes(it)));
    return is !== Operator.startsWith('NOT');
  };
  const oneOf = [filter('IpAddress', 'IN_CIDR', '10.0.0.0/8'), A, filter('Service', 'NOT_CONTAINS', 'b'), filter('IpAddress', 'IN_CIDR', '192.168.0.0/16')];
  const requests = requestsOf({ all: [ROW], oneOf });
  for (const Api of ['a', 'x', undefined]) {
    for (const Service of ['b', 'bb', 'x', undefined]) {
      for (const IpAddress of ['10.1.1.1', '192.168.1.1', '198.51.100.7', undefined]) {
        for (const Country of ['DE', 'FR']) {
          const call = { Api, Service, IpAddress, Country };
          const wanted = Country === 'DE' && oneOf.some((it) => holds(it, call));
          expect(requests.filter(({ Filters }) => Filters.every((it) => holds(it, call)))).toHaveLength(wanted ? 1 : 0);
        }
      }
    }
  }
});

const group = (Api: string, SuccessCount: number, FailureCount: number, FirstSeen: string, LastSeen: string): ActivityGroup => ({ Keys: { Api }, SuccessCount, FailureCount, FirstSeen, LastSeen });
const [T1, T2, T3] = ['2026-03-01T01:00:00.000Z', '2026-03-01T02:00:00.000Z', '2026-03-01T03:00:00.000Z'] as const;

test('answers that have nothing in common are added up, in the order that was asked for', () => {
  const answer = merged(
    [
      { Groups: [group('a', 5, 0, T2, T3), group('b', 1, 1, T1, T1)], Totals: { SuccessCount: 6, FailureCount: 1, FirstSeen: T1, LastSeen: T3 } },
      { Groups: [group('b', 1, 9, T2, T2)], Totals: { SuccessCount: 1, FailureCount: 9, FirstSeen: T2, LastSeen: T2 } },
    ],
    { SortBy: 'TotalCount', SortOrder: 'DESC' },
  );
  expect(answer.Groups).toEqual([group('b', 2, 10, T1, T2), group('a', 5, 0, T2, T3)]);
  expect(answer.Totals).toEqual({ SuccessCount: 7, FailureCount: 10, FirstSeen: T1, LastSeen: T3 });
});

test('what nobody did is nothing', () => {
  expect(merged([{ Groups: [], Totals: { SuccessCount: 0 } }, { Groups: [], Totals: {} }], { SortBy: 'LastSeen', SortOrder: 'ASC' })).toEqual({ Groups: [], Totals: { SuccessCount: 0 } });
});
