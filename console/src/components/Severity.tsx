// How bad a finding is: its word and its colour, never the colour alone.

import type { FindingSeverity } from '../api/behavior.gen';

const WORDS: Readonly<Record<FindingSeverity, string>> = {
  CRITICAL: 'Critical',
  HIGH: 'High',
  MEDIUM: 'Medium',
  LOW: 'Low',
  INFORMATIONAL: 'Informational',
};

/** The worst first. */
export const SEVERITIES = Object.keys(WORDS) as FindingSeverity[];

export function isSeverity(text: string): text is FindingSeverity {
  return Object.hasOwn(WORDS, text);
}

export function severityWord(severity: FindingSeverity): string {
  return WORDS[severity];
}

export function Severity({ of }: { of: FindingSeverity }) {
  return <span className={`gs-severity gs-severity-${of.toLowerCase()}`}>{WORDS[of]}</span>;
}
