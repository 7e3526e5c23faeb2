import { expect, test } from 'vitest';

import { aliasOf, find, ROUTES } from '../../src/app/routes';

test('no hash is the first page', () => {
  expect(find([])?.route).toBe(ROUTES[0]);
});

test('every page is found at its own address', () => {
  for (const route of ROUTES) {
    const path = route.path.split('/').map((it) => (it.startsWith(':') ? 'x' : it));
    expect(find(path)?.route, route.path).toBe(route);
  }
});

test('every parent is a page', () => {
  for (const { parent } of ROUTES) {
    if (parent !== undefined) expect(ROUTES.some((it) => it.path === parent), parent).toBe(true);
  }
});

test('an address of before 2021 leads to the finding', () => {
  expect(aliasOf(['findings', 'GuardDuty', '0ab1'])).toEqual({ target: 'findings/:id', params: { id: '0ab1' } });
  expect(find(['findings', 'GuardDuty', '0ab1'])).toBeUndefined();
  expect(find(['findings', '0ab1'])?.params).toEqual({ id: '0ab1' });
});
