// The layouts of User Guide, "Finding group visualization".

import type { Point, Size } from '../geometry';
import type { Picture } from '../model';
import { circle } from './circle';
import { force } from './force';
import { grid } from './grid';
import { radial } from './radial';
import { timeline } from './timeline';

export const LAYOUTS = ['radial', 'circle', 'force', 'grid', 'timeline'] as const;
export type LayoutName = (typeof LAYOUTS)[number];

/** That of a picture until somebody chooses another. */
export const USUAL_LAYOUT: LayoutName = 'radial';

/** The layout that the URL asks for. */
export function layoutOf(params: URLSearchParams): LayoutName {
  const asked = params.get('layout');
  return LAYOUTS.find((it) => it === asked) ?? USUAL_LAYOUT;
}

export const LAYOUT_TITLES: Readonly<Record<LayoutName, string>> = {
  radial: 'Radial',
  circle: 'Circle',
  force: 'Force-directed',
  grid: 'Grid',
  timeline: 'Timeline',
};

/** What the places mean, said below the picture. */
export const LAYOUT_MEANINGS: Readonly<Record<LayoutName, string>> = {
  radial: 'In the middle is what joins the findings the most; each ring is one step further from it.',
  circle: 'Clockwise from the top in the order of time; an entity follows the first finding that involves it.',
  force: 'Lines are about equally long, so that what is close belongs together.',
  grid: 'Findings from the worst on, then evidence, then entities by what they are for.',
  timeline: 'From left to right in the order of time, one lane for each severity. Long pauses are shortened.',
};

/** Pure: the same picture in the same window gives the same places. */
const PLACE: Readonly<Record<LayoutName, (picture: Picture, size: Size) => Map<string, Point>>> = {
  radial,
  circle,
  force,
  grid,
  timeline: (picture, size) => timeline(picture, size).places,
};

export function placesOf(layout: LayoutName, picture: Picture, size: Size): Map<string, Point> {
  return PLACE[layout](picture, size);
}
