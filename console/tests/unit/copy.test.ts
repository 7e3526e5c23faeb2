import { expect, test } from 'vitest';

import type { Session } from '../../src/api/session';
import { curlOf, quoted } from '../../src/format/command';

const LOCAL: Session = { Mode: 'LOCAL', Region: 'us-east-1', Endpoint: 'http://127.0.0.1:4570/', Version: '1', AccountId: '111122223333', Accounts: [] };

test('a quote does not end the word of a shell', () => {
  expect(quoted("it's; rm -rf /")).toBe("'it'\\''s; rm -rf /'");
});

test('a command is printable ASCII whatever was in the log', () => {
  const command = curlOf(LOCAL, '111122223333', '/behavior/entities/get', { EntityId: 'a\u001b[2J\u202eé' });
  expect(command).toMatch(/^[\x20-\x7e\n]+$/);
  expect(command).toContain('"a\\u001b[2J\\u202e\\u00e9"');
  expect(command).toContain("'http://127.0.0.1:4570/behavior/entities/get'");
});
