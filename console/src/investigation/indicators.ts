// The kinds of indicators. User Guide, "Understanding a Detective Investigations report".

import type { GetInvestigationReportResponse, ReportedIndicator } from '../api/behavior.gen';

export type IndicatorType = ReportedIndicator['IndicatorType'];

interface Kind {
  readonly name: string;
  readonly meaning: string;
}

/** In the order of the API's document. */
export const INDICATOR_KINDS: Readonly<Record<IndicatorType, Kind>> = {
  TTP_OBSERVED: { name: 'Tactics, techniques and procedures', meaning: 'Calls that belong to a technique of an attack, and that are unusual for it.' },
  FLAGGED_IP_ADDRESS: { name: 'Flagged IP addresses', meaning: 'Addresses that threat intelligence warns of.' },
  IMPOSSIBLE_TRAVEL: { name: 'Impossible travel', meaning: 'Calls from places that nobody can travel between in that time.' },
  RELATED_FINDING_GROUP: { name: 'Related finding groups', meaning: 'Groups of findings that it is involved in.' },
  RELATED_FINDING: { name: 'Related findings', meaning: 'Findings that it is involved in.' },
  NEW_GEOLOCATION: { name: 'New geolocations', meaning: 'Places that it did not call from in the 45 days before.' },
  NEW_USER_AGENT: { name: 'New user agents', meaning: 'Programs that it did not use in the 45 days before.' },
  NEW_ASO: { name: 'New networks', meaning: 'Autonomous system organizations that it did not call from in the 45 days before.' },
};

export const INDICATOR_TYPES = Object.keys(INDICATOR_KINDS) as IndicatorType[];

export interface Numbered extends ReportedIndicator {
  /** Its place in the report, from 0: what the severity's working names it by. */
  readonly place: number;
  readonly countsForLikelihood: boolean;
  readonly countsForImpact: boolean;
}

export function numbered({ Indicators, SeverityWorking }: GetInvestigationReportResponse): Numbered[] {
  const likelihood = new Set(SeverityWorking.LikelihoodIndicators);
  const impact = new Set(SeverityWorking.ImpactIndicators);
  return Indicators.map((it, place) => ({ ...it, place, countsForLikelihood: likelihood.has(place), countsForImpact: impact.has(place) }));
}

/** How many there are of each kind. */
export function countsOf(report: GetInvestigationReportResponse): Record<IndicatorType, number> {
  const counts = Object.fromEntries(INDICATOR_TYPES.map((it) => [it, 0])) as Record<IndicatorType, number>;
  for (const { IndicatorType: type } of report.Indicators) counts[type] += 1;
  return counts;
}
