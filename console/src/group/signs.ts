// What nodes look like. What a thing is tells its shape, its icon and its name; colour repeats it and never is all there is.

import type { EntityCategory, FindingSeverity } from '../api/behavior.gen';
import { severityWord } from '../components/Severity';
import { typeName } from '../entities/names';
import { counted } from '../format/number';
import { label } from '../format/text';
import { NODE_WORDS } from '../format/words';
import type { NodeKind, PictureNode } from './model';

export const DIAMOND = 'M0-18 18 0 0 18-18 0z';

/** Outlines, around the origin. */
export const OUTLINES: Readonly<Record<EntityCategory, string>> = {
  Identity: 'M0-16.5a16.5 16.5 0 1 1 0 33a16.5 16.5 0 1 1 0-33z',
  Network: 'M-10-15h20a5 5 0 0 1 5 5v20a5 5 0 0 1-5 5h-20a5 5 0 0 1-5-5v-20a5 5 0 0 1 5-5z',
  Storage: 'M-15-11c0-6 30-6 30 0v22c0 6-30 6-30 0z',
  Compute: 'M0-17.5 15.2-8.75v17.5L0 17.5-15.2 8.75v-17.5z',
};

/** Upright in the diamond, one for each severity. */
export const LETTERS: Readonly<Record<FindingSeverity, string>> = { CRITICAL: 'C', HIGH: 'H', MEDIUM: 'M', LOW: 'L', INFORMATIONAL: 'I' };

export const KIND_NAMES: Readonly<Record<NodeKind, string>> = NODE_WORDS;

/** How much of a label is said, and shown under the pointer; the details have all of it. */
export const SAID = 120;

/** What a screen reader says of a node. */
export function spoken(node: PictureNode, lines: number): string {
  const name = label(node.label, SAID);
  const joined = counted(lines, 'connection');
  if (node.entity !== undefined) return `${typeName(node.entity.type)} ${name}, ${joined}`;
  const kind = node.kind === 'EVIDENCE' ? 'Evidence' : `${severityWord(node.severity ?? 'INFORMATIONAL')} finding`;
  return `${kind}: ${name}${node.isAggregate ? `, ${node.findings.length} similar ones` : ''}, ${joined}`;
}
