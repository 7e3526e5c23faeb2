import { describe, expect, it } from 'vitest';

import type { GetInvestigationReportResponse, ReportedIndicator } from '../../../src/api/behavior.gen';
import { countsOf, INDICATOR_TYPES, numbered } from '../../../src/investigation/indicators';
import { IMPACTS, LIKELIHOODS, severityOf } from '../../../src/investigation/severity';

const indicators: ReportedIndicator[] = [
  { IndicatorType: 'TTP_OBSERVED', Title: 'Exfiltration by PutBucketPolicy' },
  { IndicatorType: 'TTP_OBSERVED', Title: 'Discovery by ListBuckets' },
  { IndicatorType: 'RELATED_FINDING_GROUP', Title: 'Related finding group' },
];

const report: GetInvestigationReportResponse = {
  GraphArn: 'arn:aws:detective:us-east-1:111122223333:graph:00112233445566778899aabbccddeeff',
  InvestigationId: '179567201583988473773',
  EntityArn: 'arn:aws:iam::111122223333:role/Deploy',
  EntityType: 'IAM_ROLE',
  CreatedTime: '2026-11-26T00:00:00.000Z',
  ScopeStartTime: '2026-11-25T00:00:00.000Z',
  ScopeEndTime: '2026-11-26T00:00:00.000Z',
  Severity: 'CRITICAL',
  State: 'ACTIVE',
  Overview: '',
  SeverityWorking: { Likelihood: 3, LikelihoodReason: '', LikelihoodIndicators: [2], Impact: 4, ImpactReason: '', ImpactIndicators: [0] },
  Indicators: indicators,
  IsTruncated: false,
  Narrative: [],
  AffectedResources: [],
  Recommendations: [],
  Markdown: '',
};

describe('the severity of an investigation', () => {
  it('is likelihood times impact: 0 informational, 1 to 3 low, 4 to 6 medium, 7 to 11 high, 12 and more critical', () => {
    const products = LIKELIHOODS.flatMap((likelihood) => IMPACTS.map((impact) => [likelihood * impact, severityOf(likelihood, impact)] as const));
    for (const [product, severity] of products) {
      const expected = product === 0 ? 'INFORMATIONAL' : product <= 3 ? 'LOW' : product <= 6 ? 'MEDIUM' : product <= 11 ? 'HIGH' : 'CRITICAL';
      expect(severity).toBe(expected);
    }
    expect(new Set(products.map(([, severity]) => severity)).size).toBe(5);
  });
});

describe('the indicators of a report', () => {
  it('know their places and whether they decide the severity', () => {
    expect(numbered(report).map(({ place, countsForLikelihood, countsForImpact }) => [place, countsForLikelihood, countsForImpact])).toEqual([
      [0, false, true],
      [1, false, false],
      [2, true, false],
    ]);
  });

  it('are counted by kind, with none of what was not seen', () => {
    const counts = countsOf(report);
    expect(counts).toMatchObject({ TTP_OBSERVED: 2, RELATED_FINDING_GROUP: 1, IMPOSSIBLE_TRAVEL: 0 });
    expect(Object.keys(counts)).toHaveLength(INDICATOR_TYPES.length);
    expect(INDICATOR_TYPES).toHaveLength(8);
  });
});
