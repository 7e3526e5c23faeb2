// Names of places, and who called from there.

import { counted } from '../../format/number';

const COUNTRIES = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });

/** `RO` as `Romania`; what is no code of a country stays as it is. */
export function countryName(code: string): string {
  return /^[A-Z]{2}$/.test(code) ? (COUNTRIES.of(code) ?? code) : code;
}

export function placeName(place: { readonly City?: string | undefined; readonly Country?: string | undefined }): string {
  const country = place.Country === undefined ? undefined : countryName(place.Country);
  return [place.City, country].filter((it) => it !== undefined).join(', ') || 'Unknown place';
}

interface Called {
  readonly SuccessCount: number;
  readonly FailureCount: number;
}

/** How many users and roles GetSummary tells of a place; more are left out. */
const MOST_NAMED = 100;

/** Calls from a place that none of its users and roles made, in words: its own counts have them. Nothing where there are none. */
export function othersText({ Principals: named, ...place }: Called & { readonly Principals: readonly Called[] }): string | undefined {
  const succeeded = named.reduce((rest, it) => rest - it.SuccessCount, place.SuccessCount);
  const failed = named.reduce((rest, it) => rest - it.FailureCount, place.FailureCount);
  if ((succeeded <= 0 && failed <= 0) || named.length >= MOST_NAMED) return undefined;
  const parts = [succeeded > 0 ? counted(succeeded, 'successful call') : undefined, failed > 0 ? counted(failed, 'failed call') : undefined];
  return `And ${parts.filter((it) => it !== undefined).join(' and ')} of callers other than AWS users and roles.`;
}
