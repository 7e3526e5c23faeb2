import { describe, expect, it } from 'vitest';

import { MOST_NODES, neighboursOf, pictureOf } from '../../../src/group/model';
import { groupOf, largeGroup } from './sample';

const closed = new Set<string>();

describe('the picture of a group', () => {
  it('has a node for each finding and entity, and a line for each involvement', () => {
    const picture = pictureOf(groupOf([{}, {}], 2, [[0, 0, 'ACTOR'], [1, 1, 'TARGET']]), closed, false);
    expect(picture.nodes.map((node) => node.id)).toEqual(['f0', 'f1', 'e0', 'e1']);
    expect(picture.edges.map(({ from, to, role }) => [from, to, role])).toEqual([['f0', 'e0', 'ACTOR'], ['f1', 'e1', 'TARGET']]);
    expect(picture.leftOut).toBe(0);
  });

  it('draws similar findings as one node with the worst severity, the whole time and one line to each entity', () => {
    const group = groupOf([{ similar: 'x', severity: 'LOW', hour: 1 }, { similar: 'x', severity: 'HIGH', hour: 5 }, {}], 1, [[0, 0, 'ACTOR'], [1, 0, 'ACTOR'], [2, 0]]);
    const picture = pictureOf(group, closed, false);
    const [one] = picture.nodes;
    expect(picture.nodes).toHaveLength(3);
    expect(one).toMatchObject({ isAggregate: true, severity: 'HIGH', findings: [{ FindingId: 'f0' }, { FindingId: 'f1' }] });
    expect(one?.end).toBeGreaterThan(one?.start ?? Infinity);
    expect(picture.edges.filter(({ to }) => to === 'e0').map(({ role, why }) => [role, why.length])).toEqual([['ACTOR', 2], ['RELATED', 1]]);
  });

  it('draws similar findings each by itself once their node is opened', () => {
    const group = groupOf([{ similar: 'x' }, { similar: 'x' }], 1, [[0, 0], [1, 0]]);
    const similar = pictureOf(group, closed, false).nodes[0]?.similar;
    const picture = pictureOf(group, new Set([similar ?? '']), false);
    expect(picture.nodes.map(({ id, isAggregate }) => [id, isAggregate])).toEqual([['f0', false], ['f1', false], ['e0', false]]);
  });

  it('does not call a finding similar that is the only one of its kind', () => {
    expect(pictureOf(groupOf([{ similar: 'x' }], 0, []), closed, false).nodes[0]).toMatchObject({ similar: undefined, isAggregate: false });
  });

  it('never draws evidence and findings as one', () => {
    const picture = pictureOf(groupOf([{ similar: 'x' }, { similar: 'x', isEvidence: true }], 0, []), closed, false);
    expect(picture.nodes.map((node) => node.kind)).toEqual(['FINDING', 'EVIDENCE']);
  });

  it('shows different parts of an entity in similar findings as none in particular', () => {
    const picture = pictureOf(groupOf([{ similar: 'x' }, { similar: 'x' }], 1, [[0, 0, 'ACTOR'], [1, 0, 'TARGET']]), closed, false);
    expect(picture.edges.map((edge) => edge.role)).toEqual(['RELATED']);
  });

  it('shows what joins findings only when asked', () => {
    const group = groupOf([{}, {}], 1, [[0, 0], [1, 0]]);
    expect(pictureOf(group, closed, false).edges.some((edge) => edge.role === undefined)).toBe(false);
    expect(pictureOf(group, closed, true).edges.filter((edge) => edge.role === undefined)).toHaveLength(1);
  });

  it('has 100 nodes at most, says how many are left out, and keeps the worst findings', () => {
    const picture = pictureOf(largeGroup(150, 150), closed, false);
    const severities = picture.nodes.flatMap((node) => node.severity ?? []);
    expect(picture.nodes).toHaveLength(MOST_NODES);
    expect(picture.leftOut).toBe(200);
    expect(severities.filter((severity) => severity === 'CRITICAL')).toHaveLength(30);
    expect(severities).not.toContain('LOW');
  });

  it('has no line to a node that is left out', () => {
    const picture = pictureOf(largeGroup(150, 150), closed, true);
    const drawn = new Set(picture.nodes.map((node) => node.id));
    expect(picture.edges.every(({ from, to }) => drawn.has(from) && drawn.has(to))).toBe(true);
  });

  it('gives an entity the time of what it is involved in', () => {
    const picture = pictureOf(groupOf([{ hour: 2 }, { hour: 9, hours: 4 }], 1, [[0, 0], [1, 0]]), closed, false);
    const [first, last, entity] = picture.nodes;
    expect([entity?.start, entity?.end]).toEqual([first?.start, last?.end]);
  });

  it('knows the neighbours of each node', () => {
    const neighbours = neighboursOf(pictureOf(groupOf([{}, {}], 1, [[0, 0], [1, 0]]), closed, false));
    expect([...(neighbours.get('e0') ?? [])]).toEqual(['f0', 'f1']);
    expect([...(neighbours.get('f0') ?? [])]).toEqual(['e0']);
  });
});
