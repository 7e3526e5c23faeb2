import { expect, test } from 'vitest';

import { linesOf, namesModel } from '../../../src/pages/group/model';

test('only the refusal that names the parameter is a hint, every other problem stays one', () => {
  expect(namesModel({ kind: 'ValidationException', message: 'This deployment has no model: its parameter SummaryModel names none.' })).toBe(true);
  expect(namesModel({ kind: 'ValidationException', message: 'GroupId must be a UUID.' })).toBe(false);
  expect(namesModel({ kind: 'InternalServerException', message: 'SummaryModel' })).toBe(false);
});

test('a plain text is lines, without the empty ones', () => {
  expect(linesOf('Keys were stolen.\n\nFirst: a call.\r\n ')).toEqual(['Keys were stolen.', 'First: a call.']);
});
