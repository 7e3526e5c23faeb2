import { expect, test } from 'vitest';

import { endOf, hopsOf, nameOf, sameEnd, textOfEnd } from '../../../src/pages/path/ends';

test('an end survives the URL, whatever is in its id', () => {
  const end = { type: 'ContainerImage', id: 'registry/app?#&@sha256:0' } as const;
  const params = new URLSearchParams({ from: textOfEnd(end) });
  expect(endOf(new URLSearchParams(params.toString()).get('from'))).toEqual(end);
});

test('what is no entity is no end', () => {
  for (const text of [null, '', 'AwsUser', 'AwsUser/', 'AwsUser/ ', 'Nothing/x', 'toString/x']) expect(endOf(text), String(text)).toBeUndefined();
});

test('ends are the same by type and id', () => {
  expect(sameEnd({ type: 'AwsUser', id: 'x' }, { type: 'AwsUser', id: 'x' })).toBe(true);
  expect(sameEnd({ type: 'AwsUser', id: 'x' }, { type: 'AwsRole', id: 'x' })).toBe(false);
});

test('only as many steps are asked for as the API takes', () => {
  expect(['1', '6', '0', '7', '2.5', 'x', null].map(hopsOf)).toEqual([1, 6, 4, 4, 4, 4, 4]);
});

test('a name is the end of an ARN, with the colons in it', () => {
  expect(nameOf({ Arn: 'arn:aws:iam::111122223333:role/team/a:b' })).toBe('role/team/a:b');
  expect(nameOf({ Arn: 'no-arn' })).toBeUndefined();
  expect(nameOf({})).toBeUndefined();
});
