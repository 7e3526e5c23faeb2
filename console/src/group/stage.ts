// Moves what React has drawn. A drag, a zoom or a change of layout touches up to 100 nodes and their lines for each frame:
// it sets attributes, and React need not know. See docs/decisions, "The group graph is SVG".

import { isInside, type Box, type Point, type Size } from './geometry';
import { anchorOf, type Labelled, roomy, type Side, SIDES, SIDES_IN_TIME, TEXT_ANCHORS } from './labels';
import type { Picture } from './model';
import { fitted, inWorld, nodeScale, onScreen, type View, zoomed } from './view';

const GLIDE = 380;
const REST = 140;
/** Where lines end, before the sign of a node. */
const EDGE_OF_NODE = 21;
/** How near to a line a click is a click on it. */
const NEAR = 6;

type Placed = Map<string, Point>;

const eased = (share: number): number => 1 - (1 - share) ** 3;

function isStill(): boolean {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches;
}

function distance(point: Point, a: Point, b: Point): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const along = dx * dx + dy * dy;
  const share = along === 0 ? 0 : Math.min(1, Math.max(0, ((point.x - a.x) * dx + (point.y - a.y) * dy) / along));
  return Math.hypot(point.x - a.x - share * dx, point.y - a.y - share * dy);
}

export class Stage {
  view: View = { zoom: 1, x: 0, y: 0 };
  private places: Placed = new Map();
  /** The corners of a timeline; nothing in other layouts. */
  private around: readonly Point[] = [];
  private nodes = new Map<string, Element>();
  private lines = new Map<string, Element>();
  private edges: Picture['edges'] = [];
  private labelled: readonly Omit<Labelled, 'at'>[] = [];
  /** Where the labels that have room are. */
  private sides: ReadonlyMap<string, Side> = new Map();
  private frame = 0;
  private resting: ReturnType<typeof setTimeout> | undefined;
  /** That the signs are drawn with. */
  private scale = 0;

  constructor(private readonly svg: SVGSVGElement) {}

  get size(): Size {
    return { width: this.svg.clientWidth, height: this.svg.clientHeight };
  }

  /** Takes over what was drawn; labels that matter more come first in `labelled`. */
  adopt(picture: Picture, labelled: readonly Omit<Labelled, 'at'>[]): void {
    const elements = (name: string) => new Map([...this.svg.querySelectorAll(`[data-${name}]`)].map((it) => [it.getAttribute(`data-${name}`) ?? '', it]));
    this.nodes = elements('node');
    this.lines = elements('edge');
    this.edges = picture.edges;
    this.labelled = labelled;
    // Nodes that are new have no size yet.
    this.scale = 0;
    this.draw();
  }

  at(id: string): Point | undefined {
    return this.places.get(id);
  }

  positions(): ReadonlyMap<string, Point> {
    return this.places;
  }

  /**
   * Everything to its place and into the window, with what else is to be seen `around` it. It glides, unless it is there for
   * the first time or the analyst wants no motion.
   */
  arrange(to: ReadonlyMap<string, Point>, around: readonly Point[]): void {
    cancelAnimationFrame(this.frame);
    this.around = around;
    const view = fitted([...to.values(), ...around], this.size);
    if (this.places.size === 0 || isStill()) {
      this.places = new Map(to);
      this.view = view;
      this.draw();
      return;
    }
    // What is new comes out of where the picture's middle is.
    const middle = inWorld(this.view, { x: this.size.width / 2, y: this.size.height / 2 });
    const from = new Map([...to.keys()].map((id) => [id, this.places.get(id) ?? middle]));
    this.glide(from, to, view);
  }

  private glide(from: Placed, to: ReadonlyMap<string, Point>, view: View): void {
    const before = this.view;
    const began = performance.now();
    const between = (a: number, b: number, share: number) => a + (b - a) * share;
    const step = (now: number) => {
      const share = eased(Math.min(1, Math.max(0, (now - began) / GLIDE)));
      this.view = { zoom: between(before.zoom, view.zoom, share), x: between(before.x, view.x, share), y: between(before.y, view.y, share) };
      for (const [id, end] of to) {
        const start = from.get(id) ?? end;
        this.places.set(id, { x: between(start.x, end.x, share), y: between(start.y, end.y, share) });
      }
      if (share < 1) {
        this.drawPlaces();
        this.frame = requestAnimationFrame(step);
      } else {
        this.places = new Map(to);
        this.draw();
      }
    };
    this.frame = requestAnimationFrame(step);
  }

  stop(): void {
    cancelAnimationFrame(this.frame);
    clearTimeout(this.resting);
  }

  /** By pixels of the screen. */
  moveNodes(ids: Iterable<string>, dx: number, dy: number): void {
    const moved = new Set(ids);
    for (const id of moved) {
      const place = this.places.get(id);
      if (place !== undefined) this.places.set(id, { x: place.x + dx / this.view.zoom, y: place.y + dy / this.view.zoom });
      this.drawNode(id);
    }
    for (const edge of this.edges) if (moved.has(edge.from) || moved.has(edge.to)) this.drawLine(edge);
  }

  pan(dx: number, dy: number): void {
    this.setView({ ...this.view, x: this.view.x + dx, y: this.view.y + dy });
  }

  zoom(factor: number, around: Point = { x: this.size.width / 2, y: this.size.height / 2 }): void {
    this.setView(zoomed(this.view, factor, around));
  }

  fit(): void {
    this.setView(fitted([...this.places.values(), ...this.around], this.size));
  }

  setView(view: View): void {
    const sameZoom = view.zoom === this.view.zoom;
    this.view = view;
    // A pan moves one element.
    if (sameZoom) return this.drawOffset();
    this.drawPlaces();
    // Which labels have room is worth a frame only once the zoom rests.
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.drawLabels(), REST);
  }

  /** Which nodes are in a rectangle of the screen. */
  within(box: Box): string[] {
    return [...this.places].filter(([, place]) => isInside(onScreen(this.view, place), box)).map(([id]) => id);
  }

  /** The line at a point of the screen. */
  lineAt(point: Point): Picture['edges'][number] | undefined {
    const here = inWorld(this.view, point);
    let best: { edge: Picture['edges'][number] | undefined; far: number } = { edge: undefined, far: NEAR / this.view.zoom };
    for (const edge of this.edges) {
      const [a, b] = [this.places.get(edge.from), this.places.get(edge.to)];
      const far = a && b ? distance(here, a, b) : Infinity;
      if (far < best.far && !this.lines.get(edge.id)?.classList.contains('is-hidden')) best = { edge, far };
    }
    return best.edge;
  }

  draw(): void {
    this.drawPlaces();
    this.drawLabels();
  }

  private drawPlaces(): void {
    this.drawOffset();
    const decor = this.svg.querySelector<SVGGElement>('.gp-decor');
    decor?.setAttribute('transform', `scale(${this.view.zoom})`);
    // Its letters keep their size.
    decor?.style.setProperty('--gp-zoom', String(this.view.zoom));
    this.drawScale();
    for (const id of this.places.keys()) this.drawNode(id);
    for (const edge of this.edges) this.drawLine(edge);
  }

  private drawOffset(): void {
    this.svg.querySelector('.gp-world')?.setAttribute('transform', `translate(${this.view.x} ${this.view.y})`);
  }

  private drawNode(id: string): void {
    const place = this.places.get(id);
    if (place === undefined) return;
    const element = this.nodes.get(id);
    element?.setAttribute('transform', `translate(${place.x * this.view.zoom} ${place.y * this.view.zoom})`);
    element?.querySelector('.gp-span')?.setAttribute('transform', `scale(${this.view.zoom} 1)`);
  }

  /** The size of all signs, which changes in steps. */
  private drawScale(): void {
    const scale = nodeScale(this.view.zoom);
    if (scale === this.scale) return;
    this.scale = scale;
    for (const sign of this.svg.querySelectorAll('.gp-sign')) sign.setAttribute('transform', `scale(${scale})`);
    for (const it of this.labelled) this.drawLabel(it);
  }

  /** To the side of its node that it has; one that is hidden until it is pointed at is below. */
  private drawLabel({ id, lines }: Omit<Labelled, 'at'>): void {
    const side = this.sides.get(id) ?? 'below';
    const { x, y } = anchorOf(side, lines.length, this.scale);
    const label = this.nodes.get(id)?.querySelector('.gp-label');
    label?.setAttribute('transform', `translate(${x} ${y})`);
    label?.setAttribute('text-anchor', TEXT_ANCHORS[side]);
  }

  private drawLine(edge: Picture['edges'][number]): void {
    const [a, b] = [this.places.get(edge.from), this.places.get(edge.to)];
    const line = this.lines.get(edge.id);
    if (a === undefined || b === undefined || line === undefined) return;
    const { zoom } = this.view;
    const length = Math.hypot(b.x - a.x, b.y - a.y) * zoom;
    const cut = Math.min(EDGE_OF_NODE * nodeScale(zoom), length / 2) / Math.max(1, length);
    const [dx, dy] = [(b.x - a.x) * zoom * cut, (b.y - a.y) * zoom * cut];
    line.setAttribute('x1', String(a.x * zoom + dx));
    line.setAttribute('y1', String(a.y * zoom + dy));
    line.setAttribute('x2', String(b.x * zoom - dx));
    line.setAttribute('y2', String(b.y * zoom - dy));
  }

  /** Labels that would lie on others are hidden until one zooms in, points at them or selects them. */
  private drawLabels(): void {
    const nodes = this.labelled.flatMap((it) => {
      const at = this.places.get(it.id);
      return at === undefined ? [] : [{ ...it, at: onScreen(this.view, at) }];
    });
    this.sides = roomy(nodes, nodeScale(this.view.zoom), this.size, this.around.length > 0 ? SIDES_IN_TIME : SIDES);
    for (const [id, element] of this.nodes) element.toggleAttribute('data-crowded', !this.sides.has(id));
    for (const it of this.labelled) this.drawLabel(it);
  }
}
