// The colours of charts: the design system's, for both modes. A canvas does not know CSS variables. What a colour means is
// its name here, and the same thing has the same colour on every chart.
// https://cloudscape.design/foundation/visual-foundation/data-vis-colors/

import { useDark } from '../state/preferences';

export const LIGHT = {
  text: '#0f141a',
  muted: '#656871',
  grid: '#dedee3',
  surface: '#ffffff',
  land: '#d9dee6',
  accent: '#006ce0',
  ok: '#688ae8',
  bad: '#d13313',
  warn: '#cc5f21',
  one: '#688ae8',
  two: '#c33d69',
  three: '#2ea597',
  four: '#8456ce',
  five: '#e07941',
  critical: '#7d2105',
  high: '#ba2e0f',
  medium: '#cc5f21',
  low: '#b2911c',
  informational: '#8c8c94',
};

export type Colour = keyof typeof LIGHT;
export type Colours = Readonly<Record<Colour, string>>;

const DARK: Colours = {
  text: '#dedee3',
  muted: '#a4a4ad',
  grid: '#323b48',
  surface: '#161d26',
  land: '#364252',
  accent: '#42b4ff',
  ok: '#6f8ff0',
  bad: '#fe6e73',
  warn: '#f89256',
  one: '#6f8ff0',
  two: '#e07f9d',
  three: '#2ea597',
  four: '#b088f5',
  five: '#e07941',
  critical: '#d63f38',
  high: '#fe6e73',
  medium: '#f89256',
  low: '#dfb52c',
  informational: '#8c8c94',
};

/** The page's, for a canvas does not inherit it. */
export const FONT = '"Open Sans", "Helvetica Neue", Roboto, Arial, sans-serif';

export function useColours(): Colours {
  return useDark() ? DARK : LIGHT;
}

/** A colour for what is measured, by the name that the API gives it; others take the palette's in turn. */
const OF_SERIES: Readonly<Record<string, Colour>> = {
  SuccessCount: 'ok',
  FailureCount: 'bad',
  UnauthorizedCount: 'warn',
  ForbiddenCount: 'high',
  InboundBytes: 'one',
  OutboundBytes: 'two',
  Accepted: 'ok',
  Rejected: 'bad',
};

export const PALETTE: readonly Colour[] = ['one', 'two', 'three', 'four', 'five'];

export function seriesColour(id: string, index: number): Colour {
  return OF_SERIES[id] ?? PALETTE[index % PALETTE.length] ?? 'one';
}
