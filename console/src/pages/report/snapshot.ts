// A report as the notebook keeps it.

import type { GetInvestigationReportResponse } from '../../api/behavior.gen';
import { severityWord } from '../../components/Severity';
import { INDICATOR_KINDS, numbered } from '../../investigation/indicators';
import type { Snapshot } from '../../notebook/notebook';

export function snapshotsOfReport(report: GetInvestigationReportResponse): Snapshot[] {
  const decides = (it: ReturnType<typeof numbered>[number]) => [it.countsForLikelihood && 'Likelihood', it.countsForImpact && 'Impact'].filter(Boolean).join(', ');
  return [
    {
      title: 'Severity',
      header: ['Label', 'Value'],
      rows: [
        ['Severity', severityWord(report.Severity)],
        ['Resource', report.EntityArn],
        ['Affected resources', report.AffectedResources.join(', ')],
      ],
    },
    {
      title: 'Indicators',
      header: ['Kind', 'What was seen', 'Why it counts', 'Decides', 'First seen', 'Last seen'],
      rows: numbered(report).map((it) => [
        INDICATOR_KINDS[it.IndicatorType].name,
        it.Title,
        it.Evidence?.Explanation.Sentence,
        decides(it),
        it.Evidence?.FirstSeen,
        it.Evidence?.LastSeen,
      ]),
    },
    { title: 'What happened', header: ['Time', 'What'], rows: report.Narrative.map((it) => [it.Time, it.Text]) },
    { title: 'Recommendations', header: ['What to do', 'Because of'], rows: report.Recommendations.map((it) => [it.Text, it.Because]) },
  ];
}
