// How bad a finding is: its word and its colour, never the colour alone.

import type { FindingSeverity } from '../api/behavior.gen';
import { SEVERITY_WORDS } from '../format/words';

/** The worst first. */
export const SEVERITIES = Object.keys(SEVERITY_WORDS) as FindingSeverity[];

export function isSeverity(text: string): text is FindingSeverity {
  return Object.hasOwn(SEVERITY_WORDS, text);
}

export function severityWord(severity: FindingSeverity): string {
  return SEVERITY_WORDS[severity];
}

export function Severity({ of }: { of: FindingSeverity }) {
  return <span className={`gs-severity gs-severity-${of.toLowerCase()}`}>{SEVERITY_WORDS[of]}</span>;
}
