import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import type { SourceStatus } from '../../../src/api/behavior.gen';
import { highVolumeScope, relationWords } from '../../../src/pages/highVolume/intervals';
import { notTakenIn } from '../../../src/pages/ingest/notTaken';
import { LEFT_OUT, NOTICES, occurred, QUARANTINED, REJECTED } from '../../../src/pages/ingest/reasons';
import { healthOf, redriveCommand } from '../../../src/pages/ingest/sources';
import { runningAfter } from '../../../src/pages/settings/packages';
import { changesOf, tagProblem } from '../../../src/pages/settings/tags';
import { bytesByDay, daysOf, formatCost, savedPercent, sumAsShown } from '../../../src/pages/usage/cost';

const SOURCE: SourceStatus = {
  Source: 'CLOUDTRAIL',
  Objects: { Ingested: 2, LeftOut: { DIGEST_KEY: 1 }, Quarantined: {} },
  Records: { Ingested: 10, LeftOut: {}, Rejected: { NO_ACCOUNT: 2 }, Notices: { TRUNCATED_FIELD: 1 } },
  Bytes: 100,
  LastIngestTime: '2026-11-26T05:00:00.000Z',
  LagSeconds: 600,
};
const QUARANTINE: SourceStatus = { ...SOURCE, Source: 'VPC_FLOW', Objects: { Ingested: 0, LeftOut: {}, Quarantined: { NO_GRAPH: 3 } } };

/** The members of a map of counts in the document of the API. */
function reasonsOf(schema: string, member: string): string[] {
  const document = JSON.parse(readFileSync(new URL('../../../../docs/openapi.json', import.meta.url), 'utf8'));
  return Object.keys(document.components.schemas[schema].properties[member].properties);
}

test('every reason that the API names has words', () => {
  expect(reasonsOf('ObjectCounts', 'Quarantined').filter((it) => !(it in QUARANTINED))).toEqual([]);
  expect(reasonsOf('ObjectCounts', 'LeftOut').filter((it) => !(it in LEFT_OUT))).toEqual([]);
  expect(reasonsOf('RecordCounts', 'LeftOut').filter((it) => !(it in LEFT_OUT))).toEqual([]);
  expect(reasonsOf('RecordCounts', 'Rejected').filter((it) => !(it in REJECTED))).toEqual([]);
  expect(reasonsOf('RecordCounts', 'Notices').filter((it) => !(it in NOTICES))).toEqual([]);
});

test('a reason of a newer server is told by its name', () => {
  expect(occurred({ BRAND_NEW: 2, NOT_AN_OBJECT: 5, NO_ACCOUNT: 0 }, REJECTED).map((it) => [it.code, it.reason.words])).toEqual([
    ['NOT_AN_OBJECT', 'No JSON object'],
    ['BRAND_NEW', 'brand new'],
  ]);
});

test('what is in quarantine comes first, with what delivers it again', () => {
  const rows = notTakenIn([SOURCE, QUARANTINE]);
  expect(rows.map((it) => it.fate)).toEqual(['quarantined', 'rejected', 'rejected', 'objectsLeftOut', 'noticed', 'noticed']);
  expect(rows[0]?.command).toBe('gumshoe redrive vpc-flow --quarantined --reason NO_GRAPH');
  expect(rows.slice(1).every((it) => it.command === undefined)).toBe(true);
  expect(redriveCommand('SECURITY_HUB', 'OBJECT_GONE')).toBe('gumshoe redrive security-hub --quarantined --reason OBJECT_GONE');
});

test('a source is late, loses something, or is well', () => {
  expect([SOURCE, { ...SOURCE, LagSeconds: 8000 }, QUARANTINE].map(healthOf)).toEqual(['good', 'late', 'losing']);
});

test('a package that is not named stops, and the core never does', () => {
  expect(runningAfter(['DETECTIVE_CORE', 'EKS_AUDIT'], 'EKS_AUDIT', false)).toEqual(['DETECTIVE_CORE']);
  expect(runningAfter(['EKS_AUDIT'], 'ASFF_SECURITYHUB_FINDING', true)).toEqual(['DETECTIVE_CORE', 'EKS_AUDIT', 'ASFF_SECURITYHUB_FINDING']);
});

test('a changed key is one tag removed and another set', () => {
  const before = [{ key: 'team', value: 'a' }, { key: 'keep', value: '' }];
  expect(changesOf(before, [{ key: 'Team', value: 'a' }, { key: 'keep', value: '' }])).toEqual({ set: { Team: 'a' }, removed: ['team'] });
  expect(changesOf(before, before)).toEqual({ set: {}, removed: [] });
});

test('keys are as the model has them', () => {
  const problem = (key: string) => tagProblem({ key, value: '' }, [{ key, value: '' }]);
  expect(['team', 'cost:center', 'a1,b;c<d=e'].map(problem)).toEqual([undefined, undefined, undefined]);
  expect(['', 'aws:x', 'a b', 'a@b', 'x'.repeat(129)].map((it) => problem(it) === undefined)).toEqual([false, false, false, false, false]);
  expect(tagProblem({ key: 'a', value: '' }, [{ key: 'a', value: '' }, { key: 'a', value: 'b' }])).toBe('The key is there twice.');
});

test('costs are in dollars, and little is not nothing', () => {
  expect([0, 0.001, 0.47, 1234.5].map(formatCost)).toEqual(['$0.00', 'less than $0.01', '$0.47', '$1,235']);
});

test('never is all of a price saved', () => {
  expect([savedPercent(0, 100), savedPercent(29, 100), savedPercent(100, 100), savedPercent(1, 0)]).toEqual([99, 71, undefined, undefined]);
});

test('every day of the window has its bytes', () => {
  const days = daysOf('2026-11-24T00:00:00.000Z', '2026-11-26T05:00:00.000Z');
  expect(days).toEqual(['2026-11-24', '2026-11-25', '2026-11-26']);
  expect(bytesByDay({ Package: 'EKS_AUDIT', Bytes: 7, Days: [{ Date: '2026-11-25', Bytes: 7 }] }, days)).toEqual([0, 7, 0]);
  expect(bytesByDay(undefined, days)).toEqual([0, 0, 0]);
});

test('a high-volume hour is looked at with the 30 days before it', () => {
  const hour = Date.parse('2026-11-25T10:00:00Z');
  expect(highVolumeScope(hour)).toEqual({ start: Date.parse('2026-10-26T10:00:00Z'), end: Date.parse('2026-11-25T11:00:00Z') });
  expect(relationWords({ EntityType: 'Ec2Instance', Relation: 'COMMUNICATED_WITH' })).toBe('EC2 instance spoke with addresses');
});

test('amounts that are shown beside their sum add up to it', () => {
  expect([1.734, 21.934].map(formatCost)).toEqual(['$1.73', '$21.93']);
  expect(formatCost(sumAsShown(1.734, 21.934))).toBe('$23.66');
  expect(formatCost(sumAsShown(0.001, 21.934))).toBe('$21.93');
  expect(formatCost(sumAsShown(1234.4, 1000.4))).toBe('$2,234');
});
