import { expect, test } from 'vitest';

import { hrefTo, parseHash } from '../../src/app/location';
import { fill, match } from '../../src/app/matching';

test('a link made for Detective names a page and a scope time', () => {
  const { path, params } = parseHash('#entities/IpAddress/192.0.2.1?scopeStart=1552867200&scopeEnd=1552953600');
  expect(path).toEqual(['entities', 'IpAddress', '192.0.2.1']);
  expect(params.get('scopeStart')).toBe('1552867200');
});

test('an identifier with everything that URLs mean something by survives a link', () => {
  for (const id of ['a/b', 'x?y=z', 'prov:aud:me@example.com', '100% sure#1', 'a b+c', '\u202eevil', 'é~x']) {
    expect(parseHash(hrefTo(['entities', 'UserAgent', id], { tab: 'NETWORK' })).path).toEqual(['entities', 'UserAgent', id]);
  }
});

test('what is encoded wrongly is taken as it is', () => {
  expect(parseHash('#search/50%').path).toEqual(['search', '50%']);
});

test('an empty hash is the landing page', () => {
  expect(parseHash('').path).toEqual([]);
  expect(parseHash('#').path).toEqual([]);
  expect(parseHash('#/').path).toEqual([]);
});

test('the last parameter takes a slash that nobody encoded', () => {
  expect(match('entities/:type/:id', ['entities', 'ContainerImage', 'registry', 'app:1'])).toEqual({ type: 'ContainerImage', id: 'registry/app:1' });
});

test('a pattern matches neither less nor more', () => {
  expect(match('findings/:id', ['findings'])).toBeUndefined();
  expect(match('search', ['search', 'more'])).toBeUndefined();
  expect(match('findings/GuardDuty/:id', ['findings', 'SecurityHub', 'x'])).toBeUndefined();
});

test('an alias fills in its parameters', () => {
  expect(fill('findings/:id', { id: 'a/b' })).toEqual(['findings', 'a/b']);
});
