// Names of places.

const COUNTRIES = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });

/** `RO` as `Romania`; what is no code of a country stays as it is. */
export function countryName(code: string): string {
  return /^[A-Z]{2}$/.test(code) ? (COUNTRIES.of(code) ?? code) : code;
}

export function placeName(place: { readonly City?: string | undefined; readonly Country?: string | undefined }): string {
  const country = place.Country === undefined ? undefined : countryName(place.Country);
  return [place.City, country].filter((it) => it !== undefined).join(', ') || 'Unknown place';
}
