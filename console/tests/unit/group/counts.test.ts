// A group has as many findings wherever it is named.

import { expect, test } from 'vitest';

import { findingsText } from '../../../src/group/Counts';

test('evidence is told apart from findings, and not where there is none', () => {
  expect(findingsText({ FindingCount: 9, EvidenceCount: 2 })).toBe('9 findings and 2 pieces of evidence');
  expect(findingsText({ FindingCount: 1, EvidenceCount: 1 })).toBe('1 finding and 1 piece of evidence');
  expect(findingsText({ FindingCount: 3, EvidenceCount: 0 })).toBe('3 findings');
});
