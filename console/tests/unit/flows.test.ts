import { expect, test } from 'vitest';

import { annotatedFirst, binSizeOf, filtersOfFlow, type Line, linesOf, nameOfFlow } from '../../src/activity/flows/flows';
import type { ActivityGroup, Dimension } from '../../src/api/behavior.gen';
import { DAY, HOUR } from '../../src/scope/scope';

const SEEN = { FirstSeen: '2026-03-01T10:00:00.000Z', LastSeen: '2026-03-01T11:00:00.000Z' };
const KEYS: readonly Dimension[] = ['Peer', 'LocalPort', 'RemotePort', 'Protocol', 'Direction', 'Action'];
const FLOW: ActivityGroup = { Keys: { Peer: '203.0.113.9', RemotePort: '443', Protocol: '6', Direction: 'OUTBOUND', Action: 'ACCEPT' }, ...SEEN };

test('a flow is named as people say it', () => {
  expect(nameOfFlow(FLOW)).toBe('203.0.113.9, remote port 443, TCP (6), Outbound, Accepted');
  expect(nameOfFlow({ Keys: {}, ...SEEN })).toBe('Many peers');
});

test('the traffic of a row is what has its values, and none where it has none', () => {
  const filters = filtersOfFlow(FLOW, KEYS);
  expect(filters).toHaveLength(KEYS.length);
  expect(filters[0]).toEqual({ Dimension: 'Peer', Operator: 'EQUALS', Values: ['203.0.113.9'] });
  expect(filters[1]).toEqual({ Dimension: 'LocalPort', Operator: 'NOT_CONTAINS', Values: [''] });
});

const bins = (...inbound: number[]) => ({
  BinSize: 'HOUR' as const,
  Bins: inbound.map((InboundBytes, hour) => ({ StartTime: new Date(hour * HOUR).toISOString(), InboundBytes, OutboundBytes: 0 })),
  Baseline: {} as never,
});

test('a line is on the charts of the ways that it has traffic in', () => {
  const lines: Line[] = [
    { name: 'a', timeline: bins(1, 7) },
    { name: 'b', timeline: bins(0, 0) },
  ];
  expect(linesOf(lines, 'InboundBytes', 'HOUR').Series).toEqual([{ Id: '0', Label: 'a', Type: 'BYTES', Values: [1, 7] }]);
  expect(linesOf(lines, 'OutboundBytes', 'HOUR').Series).toEqual([]);
});

test('hours are drawn of two weeks at most', () => {
  expect(binSizeOf({ start: 0, end: 14 * DAY })).toBe('HOUR');
  expect(binSizeOf({ start: 0, end: 15 * DAY })).toBe('DAY');
});

test('annotated rows come first, and each once', () => {
  const row = (id: string) => ({ id });
  expect(annotatedFirst([row('c')], [row('a'), row('c'), row('b')]).map((it) => it.id)).toEqual(['c', 'a', 'b']);
});
