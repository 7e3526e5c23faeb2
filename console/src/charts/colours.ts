// The colours of charts: the design system's own, read from the document, because a canvas does not know CSS variables.

import * as tokens from '@cloudscape-design/design-tokens';
import { useMemo } from 'react';

import { useDark } from '../state/preferences';

/** What a colour means. The same thing has the same colour on every chart. */
const TOKENS = {
  text: tokens.colorTextBodyDefault,
  muted: tokens.colorTextBodySecondary,
  grid: tokens.colorBorderDividerDefault,
  surface: tokens.colorBackgroundContainerContent,
  page: tokens.colorBackgroundLayoutMain,
  band: tokens.colorChartsBlue1300,
  ok: tokens.colorChartsPaletteCategorical1,
  bad: tokens.colorChartsStatusCritical,
  warn: tokens.colorChartsStatusMedium,
  accent: tokens.colorTextLinkDefault,
  one: tokens.colorChartsPaletteCategorical1,
  two: tokens.colorChartsPaletteCategorical2,
  three: tokens.colorChartsPaletteCategorical3,
  four: tokens.colorChartsPaletteCategorical4,
  five: tokens.colorChartsPaletteCategorical5,
  critical: tokens.colorChartsStatusCritical,
  high: tokens.colorChartsStatusHigh,
  medium: tokens.colorChartsStatusMedium,
  low: tokens.colorChartsStatusLow,
  informational: tokens.colorChartsStatusNeutral,
} as const;

export type Colour = keyof typeof TOKENS;
export type Colours = Readonly<Record<Colour, string>>;

/** `var(--name, #fallback)` as the document has it now. */
function resolved(token: string): string {
  const [, name, fallback] = /^var\((--[\w-]+),\s*(.+)\)$/.exec(token) ?? [];
  if (name === undefined) return token;
  const value = getComputedStyle(document.body).getPropertyValue(name).trim();
  return value === '' ? (fallback ?? 'currentColor') : value;
}

/** The mode is a class of the body that an effect sets, so a probe with the wanted one is asked instead. */
function coloursOf(dark: boolean): Colours {
  const had = document.body.classList.contains('awsui-dark-mode');
  document.body.classList.toggle('awsui-dark-mode', dark);
  const found = Object.fromEntries(Object.entries(TOKENS).map(([name, token]) => [name, resolved(token)])) as Record<Colour, string>;
  document.body.classList.toggle('awsui-dark-mode', had);
  return found;
}

export function useColours(): Colours {
  const dark = useDark();
  return useMemo(() => coloursOf(dark), [dark]);
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

const PALETTE: readonly Colour[] = ['one', 'two', 'three', 'four', 'five'];

export function seriesColour(id: string, index: number): Colour {
  return OF_SERIES[id] ?? PALETTE[index % PALETTE.length] ?? 'one';
}
