// How many findings of which severity, how many entities of which kind: small, and the numbers on demand.

import Popover from '@cloudscape-design/components/popover';

import './chain.css';
import type { FindingGroupSummary } from '../api/behavior.gen';
import { Severity, SEVERITIES } from '../components/Severity';
import { counted, formatNumber } from '../format/number';
import { CATEGORIES } from './layouts/grid';

/** `9 findings and 2 pieces of evidence`: evidence is Gumshoe's own, and counts as no finding anywhere. */
export function findingsText({ FindingCount: findings, EvidenceCount: evidence }: Pick<FindingGroupSummary, 'FindingCount' | 'EvidenceCount'>): string {
  const text = counted(findings, 'finding');
  return evidence === 0 ? text : `${text} and ${counted(evidence, 'piece')} of evidence`;
}

export function FindingsBar({ group }: { group: FindingGroupSummary }) {
  const present = SEVERITIES.filter((it) => group.FindingsBySeverity[it] > 0);
  const all = findingsText(group);
  const table = (
    <div className="gc-counts">
      {present.map((it) => [
        <span key={it}>
          <Severity of={it} />
        </span>,
        <span key={`${it} count`}>{formatNumber(group.FindingsBySeverity[it])}</span>,
      ])}
      <span>Evidence</span>
      <span>{formatNumber(group.EvidenceCount)}</span>
    </div>
  );
  return (
    <Popover header={all} content={table} triggerType="custom" size="small" dismissAriaLabel="Close">
      <button type="button" className="gc-bar" aria-label={`${all}, by severity`}>
        <span>{formatNumber(group.FindingCount)}</span>
        <span className="gc-bars">
          {present.map((it) => (
            <span key={it} className={`gs-severity-${it.toLowerCase()}`} style={{ flexGrow: group.FindingsBySeverity[it] }} />
          ))}
        </span>
      </button>
    </Popover>
  );
}

/** The number, and on demand what the entities are for. */
export function EntityCounts({ group }: { group: FindingGroupSummary }) {
  const table = (
    <div className="gc-counts">
      {CATEGORIES.map((it) => [<span key={it}>{it}</span>, <span key={`${it} count`}>{formatNumber(group.EntitiesByCategory[it])}</span>])}
    </div>
  );
  return (
    <Popover header={counted(group.EntityCount, 'entity', 'entities')} content={table} size="small" dismissAriaLabel="Close">
      {formatNumber(group.EntityCount)}
    </Popover>
  );
}

/** `4 identity, 5 network`; what there is none of is not said. */
export function categoriesText(group: FindingGroupSummary): string {
  return CATEGORIES.flatMap((it) => (group.EntitiesByCategory[it] > 0 ? [`${formatNumber(group.EntitiesByCategory[it])} ${it.toLowerCase()}`] : [])).join(', ');
}
