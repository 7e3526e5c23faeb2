// Where the window is over the picture. A place on the screen is the place times `zoom`, plus the offset: nodes and letters
// keep their size when one zooms, so that they can be read.

import { type Box, boundsOf, type Point, type Size } from './geometry';

export interface View {
  readonly zoom: number;
  readonly x: number;
  readonly y: number;
}

const LEAST = 0.12;
const MOST = 4;
/** What fits larger than this is not made larger: few nodes stay together. */
const MOST_FITTED = 1.25;
/** Room for the labels at the edges. */
const MARGIN = { x: 78, top: 56, bottom: 58 };

const clamped = (zoom: number): number => Math.min(MOST, Math.max(LEAST, zoom));

export const onScreen = (view: View, { x, y }: Point): Point => ({ x: x * view.zoom + view.x, y: y * view.zoom + view.y });

export const inWorld = (view: View, { x, y }: Point): Point => ({ x: (x - view.x) / view.zoom, y: (y - view.y) / view.zoom });

/** The view in which all places are in the window, and in its middle. */
export function fitted(places: Iterable<Point>, size: Size): View {
  const box: Box = boundsOf(places);
  const room = { width: Math.max(1, size.width - 2 * MARGIN.x), height: Math.max(1, size.height - MARGIN.top - MARGIN.bottom) };
  const zoom = Math.min(MOST_FITTED, clamped(Math.min(room.width / Math.max(1, box.width), room.height / Math.max(1, box.height))));
  return {
    zoom,
    x: MARGIN.x + room.width / 2 - (box.x + box.width / 2) * zoom,
    y: MARGIN.top + room.height / 2 - (box.y + box.height / 2) * zoom,
  };
}

/** Zooms so that what is at a point of the screen stays there. */
export function zoomed(view: View, factor: number, around: Point): View {
  const zoom = clamped(view.zoom * factor);
  const change = zoom / view.zoom;
  return { zoom, x: around.x - (around.x - view.x) * change, y: around.y - (around.y - view.y) * change };
}

/** The least change after which a place is in the window: the focus does not leave it. */
export function revealing(view: View, place: Point, size: Size): View {
  const { x, y } = onScreen(view, place);
  const into = (value: number, from: number, to: number) => (value < from ? from - value : value > to ? to - value : 0);
  const dx = into(x, MARGIN.x / 2, size.width - MARGIN.x / 2);
  const dy = into(y, MARGIN.top, size.height - MARGIN.bottom);
  return dx === 0 && dy === 0 ? view : { ...view, x: view.x + dx, y: view.y + dy };
}

/** Nodes become smaller only when there is hardly room for them, in steps: each size has to be drawn anew. */
export function nodeScale(zoom: number): number {
  return Math.min(1, Math.max(0.6, Math.ceil(zoom * 14) / 10));
}
