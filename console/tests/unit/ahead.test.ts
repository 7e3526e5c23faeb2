// What is asked before a page is drawn is what the page asks: otherwise it would be asked twice.

import { expect, test } from 'vitest';

import { askedAt } from '../../src/app/ahead';
import { parseHash } from '../../src/app/location';
import { parseKnown } from '../../src/state/known';

const NOW = Date.UTC(2026, 4, 4, 10, 20);

test('Summary and profiles ask ahead, at the scope time of the address or the last 24 hours', () => {
  const summary = { path: '/behavior/summary/get', question: { ScopeStartTime: '2026-05-03T11:00:00.000Z', ShowServiceLinkedRoles: true } };
  expect(askedAt(parseHash(''), NOW)).toEqual(summary);
  expect(askedAt(parseHash('#summary'), NOW)).toEqual(summary);
  expect(askedAt(parseHash('#summary?serviceLinked=false&scopeEnd=1777600800'), NOW)).toEqual({
    path: '/behavior/summary/get',
    question: { ScopeStartTime: '2026-04-30T02:00:00.000Z', ShowServiceLinkedRoles: false },
  });
  expect(askedAt(parseHash('#entities/IpAddress/192.0.2.1?scopeStart=1777593600&scopeEnd=1777600800'), NOW)).toEqual({
    path: '/behavior/entities/profile',
    question: { EntityType: 'IpAddress', EntityId: '192.0.2.1', ScopeStartTime: '2026-05-01T00:00:00.000Z', ScopeEndTime: '2026-05-01T02:00:00.000Z' },
  });
});

test('other pages ask when they are drawn, and so do finding groups and kinds that are not known', () => {
  for (const hash of ['#search', '#entities/FindingGroup/1', '#entities/Spaceship/1', '#findings/1', '#entities/IpAddress/192.0.2.1?finding=1']) expect(askedAt(parseHash(hash), NOW), hash).toBe(undefined);
});

test('what is remembered of the last time is believed only if it has its form', () => {
  const known = {
    session: { Mode: 'LOCAL', Region: 'us-east-1', Endpoint: 'http://127.0.0.1:4570', Version: '0.1.0', AccountId: '111122223333', Accounts: ['111122223333'] },
    graphs: [{ arn: 'arn:aws:detective:us-east-1:111122223333:graph:0123456789abcdef0123456789abcdef', isAdministrator: true, administrator: '111122223333' }],
  };
  expect(parseKnown(JSON.parse(JSON.stringify(known)))).toEqual(known);
  const wrong = [null, 1, {}, { ...known, session: undefined }, { ...known, graphs: undefined }, { ...known, graphs: [{ arn: 1 }] }, { ...known, session: { ...known.session, Mode: 'OTHER' } }, { ...known, session: { ...known.session, Accounts: [1] } }];
  for (const each of wrong) expect(parseKnown(each)).toBe(undefined);
});
