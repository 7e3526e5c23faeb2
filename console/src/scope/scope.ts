// The scope time: from when to when everything on a page is looked at. User Guide, "Managing the scope time": bounds on the
// hour, an hour at least, a year at most.

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const LONGEST = 365 * DAY;

/** Milliseconds of whole hours since 1970, half-open. */
export interface Scope {
  readonly start: number;
  readonly end: number;
}

export interface Preset {
  readonly label: string;
  readonly length: number;
}

/** Detective calls them "Historical": lengths back from now. */
export const PRESETS: readonly Preset[] = [
  { label: 'Last hour', length: HOUR },
  { label: 'Last 12 hours', length: 12 * HOUR },
  { label: 'Last 24 hours', length: DAY },
  { label: 'Last 7 days', length: 7 * DAY },
  { label: 'Last 30 days', length: 30 * DAY },
  { label: 'Last 90 days', length: 90 * DAY },
  { label: 'Last year', length: LONGEST },
];

export const floorHour = (time: number): number => Math.floor(time / HOUR) * HOUR;
export const ceilHour = (time: number): number => Math.ceil(time / HOUR) * HOUR;

/** The scope of a length that ends with the present hour. */
export function lastOf(length: number, now: number): Scope {
  const end = ceilHour(now);
  return { start: end - length, end };
}

/** The nearest scope that is allowed: whole hours, an hour at least, a year at most. The end stays, as the newer. */
export function snapped(start: number, end: number): Scope {
  const to = ceilHour(end);
  const from = Math.min(floorHour(start), to - HOUR);
  return { start: Math.max(from, to - LONGEST), end: to };
}

/** Seconds or milliseconds: the User Guide's example has the former, the Splunk Trumpet function writes the latter. */
function epochOf(text: string | null): number | undefined {
  if (text === null || !/^\d{1,16}$/.test(text)) return undefined;
  const number = Number(text);
  return number >= 1e11 ? number : number * 1000;
}

/** The scope that a URL asks for, if it does. Only a start: until now. Only an end: all that is allowed before it. */
export function scopeOfParams(params: URLSearchParams, now: number): Scope | undefined {
  const start = epochOf(params.get('scopeStart'));
  const end = epochOf(params.get('scopeEnd'));
  if (start === undefined && end === undefined) return undefined;
  if (end === undefined) return snapped(start ?? 0, Math.max(now, (start ?? 0) + HOUR));
  if (start === undefined) return snapped(end - LONGEST, end);
  return snapped(Math.min(start, end), Math.max(start, end));
}

/** The scope time of a page that has none of its own. */
export const scopeOrLastDay = (params: URLSearchParams, now: number): Scope => scopeOfParams(params, now) ?? lastOf(DAY, now);

/** The parameters of a URL, in seconds as in the User Guide. */
export function paramsOfScope(scope: Scope): { scopeStart: string; scopeEnd: string } {
  return { scopeStart: String(scope.start / 1000), scopeEnd: String(scope.end / 1000) };
}

/** The members of a request. */
export function membersOfScope(scope: Scope): { ScopeStartTime: string; ScopeEndTime: string } {
  return { ScopeStartTime: new Date(scope.start).toISOString(), ScopeEndTime: new Date(scope.end).toISOString() };
}

/** As long, right before or right after; not beyond the present hour. */
export function shifted(scope: Scope, direction: -1 | 1, now: number): Scope {
  const length = scope.end - scope.start;
  const end = Math.min(scope.end + direction * length, ceilHour(now));
  return { start: end - length, end };
}

/** Three times as long around the same middle. */
export function widened(scope: Scope, now: number): Scope {
  const length = scope.end - scope.start;
  const end = Math.min(scope.end + length, ceilHour(now));
  return snapped(Math.max(scope.start - length, end - LONGEST), end);
}

export function sameScope(a: Scope, b: Scope): boolean {
  return a.start === b.start && a.end === b.end;
}
