// Columns that many tables have.

import type { FindingSeverity, FindingSummary } from '../api/behavior.gen';
import { PROVIDER_WORDS } from '../format/words';
import type { Column } from './DataTable';
import { AccountLink } from './EntityLink';
import { SafeText } from './SafeText';
import { Severity, SEVERITIES, severityWord } from './Severity';
import { Time } from './Time';

type Rest<T> = Partial<Pick<Column<T>, 'minWidth' | 'width'>>;

/** Sorted by how bad it is, the worst last; found and exported by its word. */
export function severityColumn<T>(severityOf: (row: T) => FindingSeverity | undefined, { none = '', ...rest }: Rest<T> & { none?: string } = {}): Column<T> {
  const of = <R,>(row: T, some: (severity: FindingSeverity) => R, other: R): R => {
    const severity = severityOf(row);
    return severity === undefined ? other : some(severity);
  };
  return {
    id: 'severity',
    header: 'Severity',
    minWidth: 110,
    cell: (row) => {
      const severity = severityOf(row);
      return severity === undefined ? none : <Severity of={severity} />;
    },
    value: (row) => of(row, (it) => SEVERITIES.length - SEVERITIES.indexOf(it), -1),
    text: (row) => of(row, severityWord, none),
    ...rest,
  };
}

/** The zone is said once, in the header. */
export function timeColumn<T>(id: string, header: string, timeOf: (row: T) => string | undefined): Column<T> {
  return {
    id,
    header,
    isTime: true,
    cell: (row) => {
      const time = timeOf(row);
      return time === undefined ? '' : <Time of={time} bare />;
    },
    value: timeOf,
  };
}

/** Both in one cell, the first above the last: beside each other they push what one acts on off a screen of 1280 pixels. */
export function seenColumn<T>(firstOf: (row: T) => string | undefined, lastOf: (row: T) => string | undefined, seen = 'seen'): Column<T> {
  const parts = [timeColumn('first', `First ${seen}`, firstOf), timeColumn('last', `Last ${seen}`, lastOf)];
  return {
    id: 'seen',
    header: `First and last ${seen}`,
    isTime: true,
    cell: (row) => (
      <span className="gs-list">
        {parts.map((it) => (
          <span key={it.id}>{it.cell(row)}</span>
        ))}
      </span>
    ),
    value: lastOf,
    text: (row) => `${firstOf(row) ?? ''} ${lastOf(row) ?? ''}`,
    parts,
  };
}

export function accountColumn<T>(accountOf: (row: T) => string | undefined, rest: Rest<T> = {}): Column<T> {
  return {
    id: 'account',
    header: 'Account',
    minWidth: 130,
    cell: (row) => {
      const account = accountOf(row);
      return account === undefined ? '' : <AccountLink id={account} />;
    },
    value: accountOf,
    ...rest,
  };
}

/** Evidence is of no product. */
const sourceName = (it: FindingSummary): string => (it.Provider === 'DETECTIVE' ? undefined : it.ProductName) ?? PROVIDER_WORDS[it.Provider];

export const FINDING_SOURCE: Column<FindingSummary> = { id: 'source', header: 'Source', width: 130, cell: (it) => <SafeText length={40}>{sourceName(it)}</SafeText>, value: sourceName };
