// Whom to invite: typed, or from a file. User Guide, "Inviting a list of member accounts": the header is exactly
// `Account ID,Email address`, an account in each line.

export interface Invitee {
  readonly AccountId: string;
  /** Empty where the organization vouches for the account. */
  readonly EmailAddress: string;
}

export interface Parsed {
  readonly invitees: readonly Invitee[];
  /** What is wrong, each with its line. */
  readonly problems: readonly string[];
}

export const CSV_HEADER = 'Account ID,Email address';

/** The model's patterns of `AccountId` and `EmailAddress`. */
const ACCOUNT = /^\d{12}$/;
const EMAIL = /^.+@(?:(?:(?!-)[A-Za-z0-9-]{1,62})?[A-Za-z0-9]\.)+[A-Za-z]{2,63}$/;

/** What is wrong with an account to invite; nothing where nothing is. */
export function problemOf({ AccountId: account, EmailAddress: email }: Invitee, needsEmail: boolean): string | undefined {
  if (!ACCOUNT.test(account)) return 'An account id has 12 digits.';
  if (email === '') return needsEmail ? 'The e-mail address of its root user is missing.' : undefined;
  if (email.length > 64 || !EMAIL.test(email)) return 'This is no e-mail address of at most 64 characters.';
  return undefined;
}

const unquoted = (field: string): string => field.trim().replace(/^"(.*)"$/, '$1').replaceAll('""', '"').trim();

/** Accounts of a file. Problems do not keep the others from being invited. */
export function parseInvitees(text: string, needsEmail: boolean): Parsed {
  const [header = '', ...lines] = text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/);
  if (header.split(',').map(unquoted).join(',') !== CSV_HEADER) {
    return { invitees: [], problems: [`Line 1 must be ${CSV_HEADER}.`] };
  }
  const invitees: Invitee[] = [];
  const problems: string[] = [];
  const seen = new Set<string>();
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const [account = '', email = '', ...rest] = line.split(',').map(unquoted);
    const invitee = { AccountId: account, EmailAddress: email };
    const problem = rest.some((it) => it !== '') ? 'There are more than two fields.' : (problemOf(invitee, needsEmail) ?? (seen.has(account) ? 'The account is there twice.' : undefined));
    if (problem === undefined) invitees.push(invitee);
    else problems.push(`Line ${index + 2}: ${problem}`);
    seen.add(account);
  }
  if (invitees.length === 0 && problems.length === 0) problems.push('There is no account below the header.');
  return { invitees, problems };
}

/** At most so many in one call of CreateMembers and DeleteMembers. */
export const BATCH = 50;

export function batchesOf<T>(items: readonly T[], size = BATCH): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
}
