// What a pin is about, in words.

import { typeName } from '../entities/names';
import type { About } from './notebook';

const NAMES: Readonly<Partial<Record<About['type'], string>>> = { Finding: 'Finding', FindingGroup: 'Finding group', Investigation: 'Investigation', Summary: 'Summary of' };

export function aboutName({ type }: About): string {
  return NAMES[type] ?? typeName(type);
}
