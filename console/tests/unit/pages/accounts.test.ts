import { expect, test } from 'vitest';

import { batchesOf, CSV_HEADER, parseInvitees, problemOf } from '../../../src/pages/accounts/invitees';
import { explanationOf, isMoving, isOfTab, volumeOf } from '../../../src/pages/accounts/status';

const csv = (...lines: string[]) => [CSV_HEADER, ...lines].join('\r\n');

test('a file has a header and an account in each line', () => {
  expect(parseInvitees(`\ufeff${csv('444455556666,shop@example.com', '', '"777788889999","ops@example.com"')}\r\n`, true)).toEqual({
    invitees: [
      { AccountId: '444455556666', EmailAddress: 'shop@example.com' },
      { AccountId: '777788889999', EmailAddress: 'ops@example.com' },
    ],
    problems: [],
  });
});

test('another header is no list of accounts', () => {
  expect(parseInvitees('account,email\n444455556666,shop@example.com', true)).toEqual({ invitees: [], problems: [`Line 1 must be ${CSV_HEADER}.`] });
  expect(parseInvitees('', true).problems).toHaveLength(1);
  expect(parseInvitees(CSV_HEADER, true).problems).toEqual(['There is no account below the header.']);
});

test('a wrong line is told by its number and does not keep the others', () => {
  const { invitees, problems } = parseInvitees(csv('4444,shop@example.com', '444455556666,shop@example.com', '444455556666,again@example.com', '777788889999,a,b'), true);
  expect(invitees.map((it) => it.AccountId)).toEqual(['444455556666']);
  expect(problems).toEqual(['Line 2: An account id has 12 digits.', 'Line 4: The account is there twice.', 'Line 5: There are more than two fields.']);
});

test('only accounts of the organization need no address', () => {
  const account = { AccountId: '444455556666', EmailAddress: '' };
  expect(problemOf(account, false)).toBeUndefined();
  expect(problemOf(account, true)).toBe('The e-mail address of its root user is missing.');
  expect(problemOf({ ...account, EmailAddress: 'nobody' }, false)).toContain('no e-mail address');
});

test('a call has 50 accounts at most', () => {
  expect(batchesOf(Array.from({ length: 120 }, (_, index) => index)).map((it) => it.length)).toEqual([50, 50, 20]);
  expect(batchesOf([])).toEqual([]);
});

test('what is not enabled says why', () => {
  expect(explanationOf({ Status: 'ACCEPTED_BUT_DISABLED', DisabledReason: 'VOLUME_TOO_HIGH' })).toContain('10 TB');
  expect(explanationOf({ Status: 'ACCEPTED_BUT_DISABLED' })).toContain('looked whether there is room');
});

test('the page asks again only while something changes by itself', () => {
  expect([{ Status: 'VERIFICATION_IN_PROGRESS' as const }, { Status: 'ACCEPTED_BUT_DISABLED' as const }].every(isMoving)).toBe(true);
  expect([{ Status: 'INVITED' as const }, { Status: 'ENABLED' as const }, { Status: 'ACCEPTED_BUT_DISABLED' as const, DisabledReason: 'VOLUME_UNKNOWN' as const }].some(isMoving)).toBe(false);
});

test('every member is of one of both tabs', () => {
  for (const Status of ['INVITED', 'VERIFICATION_IN_PROGRESS', 'VERIFICATION_FAILED', 'ENABLED', 'ACCEPTED_BUT_DISABLED'] as const) {
    expect(isOfTab({ Status }, 'enabled')).toBe(!isOfTab({ Status }, 'notEnabled'));
    expect(isOfTab({ Status }, 'all')).toBe(true);
  }
});

test('a volume is that of all packages', () => {
  expect(volumeOf({ VolumeUsageByDatasourcePackage: { DETECTIVE_CORE: { VolumeUsageInBytes: 3 }, EKS_AUDIT: { VolumeUsageInBytes: 4 } } })).toBe(7);
  expect(volumeOf({ VolumeUsageInBytes: 5 })).toBe(5);
  expect(volumeOf({})).toBeUndefined();
});
