// Which details are open, in the URL: so that a link, the back button and a reload show them.

import type { DrillDown, Filter } from '../api/behavior.gen';
import type { Details } from '../forms/form';
import { snapped } from '../scope/scope';

export const NO_DETAILS = { details: undefined, detailsStart: undefined, detailsEnd: undefined, detailsOf: undefined, detailsView: undefined } as const;

type Pairs = readonly (readonly [string, string])[];

export function paramsOfDetails(panel: string, details: Details): Record<string, string | undefined> {
  // Those of the panel itself are known.
  const ofRow = details.filters.slice(details.drillDown.Filters?.length ?? 0);
  const pairs: Pairs = ofRow.map((it) => [it.Dimension, it.Values[0] ?? '']);
  return {
    details: panel,
    detailsStart: String(details.window.start / 1000),
    detailsEnd: String(details.window.end / 1000),
    detailsOf: pairs.length === 0 ? undefined : JSON.stringify(pairs),
    detailsView: details.view,
  };
}

function isPair(it: unknown): it is [string, string] {
  return Array.isArray(it) && it.length === 2 && it.every((part) => typeof part === 'string');
}

/** Only what the panel itself would filter by, with what it always filters by: a URL is anybody's. */
function filtersOf(text: string | null, drillDown: DrillDown): Filter[] {
  let pairs: unknown;
  try {
    pairs = JSON.parse(text ?? '[]');
  } catch {
    pairs = [];
  }
  const allowed = (drillDown.RowFilters ?? []).map((it) => it.Dimension);
  const ofRow = (Array.isArray(pairs) ? pairs : [])
    .filter(isPair)
    .filter(([dimension]) => allowed.includes(dimension))
    .map(([dimension, value]): Filter => ({ Dimension: dimension as Filter['Dimension'], Operator: 'EQUALS', Values: [value] }));
  return [...(drillDown.Filters ?? []), ...ofRow];
}

/** The details of a panel that the URL asks for. */
export function detailsOfParams(params: URLSearchParams, panel: string, drillDown: DrillDown | undefined): Details | undefined {
  const start = Number(params.get('detailsStart')) * 1000;
  const end = Number(params.get('detailsEnd')) * 1000;
  if (drillDown === undefined || params.get('details') !== panel || !(start > 0) || !(end > start)) return undefined;
  return { drillDown, window: snapped(start, end), filters: filtersOf(params.get('detailsOf'), drillDown), view: params.get('detailsView') ?? undefined };
}
