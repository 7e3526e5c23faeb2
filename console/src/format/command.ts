// A question as a command line.

import type { Session } from '../api/session';

/** JSON in printable ASCII: nothing in a terminal is moved, hidden or turned around by what was in a log. */
export function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(/[\u007f-\uffff]/g, (it) => `\\u${it.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** A word of a POSIX shell that stands for itself. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** `curl`, which signs: `gumshoe up` takes the account itself as the key, a deployment the analyst's own credentials. */
export function curlOf(session: Session, account: string, path: string, body: unknown): string {
  const service = session.Mode === 'LOCAL' ? 'detective' : 'execute-api';
  const user =
    session.Mode === 'LOCAL'
      ? `--user ${account}:gumshoe-local`
      : '--user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" -H "x-amz-security-token: $AWS_SESSION_TOKEN"';
  return [
    `curl -s --aws-sigv4 ${quoted(`aws:amz:${session.Region}:${service}`)} ${user}`,
    `  -H 'content-type: application/json' -d ${quoted(asciiJson(body))}`,
    `  ${quoted(`${session.Endpoint.replace(/\/$/, '')}${path}`)}`,
  ].join(' \\\n');
}
