import { expect, test } from 'vitest';

import { conditionsOf, membersOf, within } from '../../src/activity/conditions';
import type { Filter } from '../../src/api/behavior.gen';

const filter = (Dimension: Filter['Dimension'], Operator: Filter['Operator'], ...Values: string[]): Filter => ({ Dimension, Operator, Values });
const A = filter('Api', 'EQUALS', 'a');
const B = filter('Service', 'CONTAINS', 'b');
const ROW = filter('Country', 'EQUALS', 'DE');

test('of filters joined by "and" each holds, as does what a row stands for', () => {
  expect(membersOf(within(conditionsOf([ROW], [A], 'and'), [B]))).toEqual({ Filters: [ROW, A, B] });
});

test('of filters joined by "or" one holds, and what a row stands for in any case', () => {
  expect(membersOf(within(conditionsOf([], [A, B], 'or'), [ROW]))).toEqual({ Filters: [A, B], FilterConnector: 'OR', RequiredFilters: [ROW] });
});

test('a single filter is joined to nothing', () => {
  expect(membersOf(conditionsOf([ROW], [A], 'or'))).toEqual({ Filters: [ROW, A] });
});
