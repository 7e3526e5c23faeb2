import { expect, test } from 'vitest';

import { requestOf } from '../../src/api/detective';
import { asProblem, problemOf } from '../../src/api/problem';
import { entityTypeOf } from '../../src/entities/guess';
import { shortName } from '../../src/entities/names';

test('members of the path are in it, and not in the body', () => {
  expect(requestOf('TagResource', { ResourceArn: 'arn:aws:x/y', Tags: { a: 'b' } })).toEqual({ method: 'POST', path: '/tags/arn%3Aaws%3Ax%2Fy', rest: { Tags: { a: 'b' } } });
});

test("an error has the API's words and a next step", () => {
  const headers = new Headers({ 'x-amzn-errortype': 'ResourceNotFoundException', 'x-amzn-requestid': 'r-1' });
  const problem = problemOf({ status: 404, headers }, { Message: 'The graph has no such entity.' });
  expect(problem).toMatchObject({ kind: 'ResourceNotFoundException', message: 'The graph has no such entity.', requestId: 'r-1', isNotFound: true, isRetriable: false });
  expect(problem.nextStep).not.toBe('');
});

test('the gateway writes its message in lower case', () => {
  expect(problemOf({ status: 403, headers: new Headers() }, { message: 'Forbidden' }).message).toBe('Forbidden');
});

test('an answer that is no JSON is a problem, too', () => {
  expect(problemOf({ status: 502, headers: new Headers() }, undefined)).toMatchObject({ status: 502, isRetriable: true });
});

test('a server that is gone is one that can be started', () => {
  expect(asProblem(new TypeError('Failed to fetch')).kind).toBe('ConsoleUnreachable');
});

test('identifiers tell what they are', () => {
  expect(entityTypeOf('Caller', 'AROAEXAMPLE:deploy')).toBe('AwsRoleSession');
  expect(entityTypeOf('Caller', 'AROAEXAMPLE')).toBe('AwsRole');
  expect(entityTypeOf('Caller', 'ASIAEXAMPLE')).toBeUndefined();
  expect(entityTypeOf('Principal', '111122223333')).toBe('AwsAccount');
  expect(entityTypeOf('IpAddress', 'cloudformation.amazonaws.com')).toBeUndefined();
  expect(entityTypeOf('IpAddress', '2001:db8::1')).toBe('IpAddress');
  expect(entityTypeOf('Peer', 'i-0123456789abcdef0')).toBe('Ec2Instance');
});

test('an id without a name is called by the part that people know', () => {
  expect(shortName('AwsRoleSession', 'AROAEXAMPLE:deploy')).toBe('deploy');
  expect(shortName('KubernetesSubject', 'system:serviceaccount:web:shop~shop~111122223333')).toBe('system:serviceaccount:web:shop');
  expect(shortName('ContainerCluster', '~odd')).toBe('~odd');
  expect(shortName('IpAddress', '2001:db8::1')).toBe('2001:db8::1');
});
