// Force-directed: lines of equal lengths, nodes spread evenly. User Guide: "positions the nodes so that all the links are of
// more or less equal length, and the nodes are evenly distributed".

import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY, type SimulationNodeDatum } from 'd3-force';

import type { Picture } from '../model';
import type { Point, Size } from '../geometry';

const LINE = 105;
/** Half of what a node takes with its label. */
const REACH = 46;
const STEPS = 240;

interface Body extends SimulationNodeDatum {
  readonly id: string;
}

/** The same picture gives the same places: d3-force starts on a spiral and has random numbers of its own, always the same. */
export function force(picture: Picture, size: Size): Map<string, Point> {
  const bodies: Body[] = picture.nodes.map(({ id }) => ({ id }));
  const lines = picture.edges.map(({ from, to }) => ({ source: from, target: to }));
  const aspect = Math.min(2, Math.max(0.5, size.width / Math.max(1, size.height)));
  const simulation = forceSimulation(bodies)
    .force('line', forceLink<Body, { source: string | Body; target: string | Body }>(lines).id((it) => it.id).distance(LINE).strength(0.6))
    .force('apart', forceManyBody().strength(-420).distanceMax(600))
    .force('room', forceCollide(REACH).iterations(2))
    // Weaker where the window is wider.
    .force('x', forceX(0).strength(0.06 / aspect))
    .force('y', forceY(0).strength(0.06 * aspect))
    .stop();
  simulation.tick(STEPS);
  return new Map(bodies.map(({ id, x = 0, y = 0 }) => [id, { x, y }]));
}
