import { describe, expect, it } from 'vitest';

import { SEVERITIES } from '../../../src/components/Severity';
import { pictureOf } from '../../../src/group/model';
import { at, beginnings, scaleOf } from '../../../src/group/time';
import { BEGIN, groupOf } from './sample';

const HOUR = 3_600_000;
const all = new Set(SEVERITIES);
// f0 from hour 0 to 1 with e0; f1 from 5 to 8 with e0 and e1.
const picture = pictureOf(groupOf([{ severity: 'LOW' }, { severity: 'HIGH', hour: 5, hours: 3 }], 2, [[0, 0], [1, 0], [1, 1]]), new Set(), true);

describe('a moment of the timeline', () => {
  it('knows what is to come, what is current and what is past', () => {
    const shown = at(picture, BEGIN + 3 * HOUR, all);
    expect(Object.fromEntries(shown.nodes)).toEqual({ f0: 'past', f1: 'coming', e0: 'past', e1: 'coming' });
  });

  it('has a finding from when it was observed first, and its entities with it', () => {
    const shown = at(picture, BEGIN + 5 * HOUR, all);
    expect(Object.fromEntries(shown.nodes)).toEqual({ f0: 'past', f1: 'current', e0: 'current', e1: 'current' });
  });

  it('has a line once both of its ends are there', () => {
    expect([...at(picture, BEGIN, all).edges]).toEqual(['f0 > e0']);
    expect([...at(picture, BEGIN + 9 * HOUR, all).edges]).toEqual(['f0 > e0', 'f1 > e0', 'f1 > e1', 'f0 > f1']);
  });

  it('has neither findings of other severities than the chosen ones nor whom only they involve', () => {
    const shown = at(picture, BEGIN + 9 * HOUR, new Set(['LOW'] as const));
    expect([...shown.nodes.keys()]).toEqual(['f0', 'e0']);
    expect([...shown.edges]).toEqual(['f0 > e0']);
  });

  it('stops where something begins', () => {
    expect(beginnings(picture, all)).toEqual([BEGIN, BEGIN + 5 * HOUR]);
    expect(beginnings(picture, new Set(['HIGH'] as const))).toEqual([BEGIN + 5 * HOUR]);
  });
});

describe('the time axis', () => {
  const week = [BEGIN, BEGIN + HOUR, BEGIN + 7 * 24 * HOUR];

  it('keeps the order and goes from 0 to 1', () => {
    const scale = scaleOf(week);
    expect(scale.share(BEGIN)).toBe(0);
    expect(scale.share(BEGIN + 7 * 24 * HOUR)).toBe(1);
    expect(scale.share(BEGIN + 30 * 60_000)).toBeLessThan(scale.share(BEGIN + HOUR));
  });

  it('shortens long pauses, so that an hour can be seen in a week', () => {
    expect(scaleOf(week).share(BEGIN + HOUR)).toBeGreaterThan(0.15);
  });

  it('tells the time at a place', () => {
    const scale = scaleOf(week);
    for (const time of [BEGIN, BEGIN + HOUR, BEGIN + 3 * 24 * HOUR]) expect(scale.time(scale.share(time))).toBeCloseTo(time, -1);
    expect(scale.time(-1)).toBe(BEGIN);
    expect(scale.time(2)).toBe(week[2]);
  });

  it('has one place where everything is at once, and none to divide by', () => {
    expect(scaleOf([BEGIN, BEGIN]).share(BEGIN)).toBe(0);
    expect(scaleOf([BEGIN]).time(0.5)).toBe(BEGIN);
    expect(scaleOf([]).share(BEGIN)).toBe(0);
  });
});
