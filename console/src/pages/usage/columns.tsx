import type { AccountUsage, PackageUsage } from '../../api/behavior.gen';
import { timeColumn } from '../../components/columns';
import type { Column } from '../../components/DataTable';
import { AccountLink } from '../../components/EntityLink';
import { SafeText } from '../../components/SafeText';
import { type Package, packageHolds, packageName, PACKAGES } from '../../entities/packages';
import { formatBytes } from '../../format/number';
import { bytesByDay, formatCost } from './cost';

const bytes = <T,>(id: string, header: string, of: (row: T) => number): Column<T> => ({
  id,
  header,
  isNumber: true,
  minWidth: 105,
  cell: (row) => (of(row) === 0 ? <span className="gs-none">0</span> : formatBytes(of(row))),
  value: of,
});

const dollars = <T,>(id: string, header: string, of: (row: T) => number): Column<T> => ({
  id,
  header,
  isNumber: true,
  minWidth: 105,
  cell: (row) => formatCost(of(row)),
  value: of,
});

const ofPackage = (packages: readonly PackageUsage[], name: Package): number => packages.find((it) => it.Package === name)?.Bytes ?? 0;

const PACKAGE_COLUMNS = PACKAGES.map((name) => bytes<AccountUsage>(name, packageName(name), (it) => ofPackage(it.Packages, name)));

/** Most accounts give little of any but one: a column for each is mostly noughts. */
const BY_PACKAGE: Column<AccountUsage> = {
  id: 'packages',
  header: 'By package, 30 days',
  minWidth: 190,
  cell: (it) => (
    <span className="gs-list">
      {PACKAGES.filter((name) => ofPackage(it.Packages, name) > 0).map((name) => (
        <span key={name}>
          {packageName(name)}: {formatBytes(ofPackage(it.Packages, name))}
        </span>
      ))}
    </span>
  ),
  parts: PACKAGE_COLUMNS,
};

/** Whose graph, where an account's are compared; else whose account. */
export function accountColumns(of: 'graph' | 'account', isAdministrator: boolean): Column<AccountUsage>[] {
  const administrator = (it: AccountUsage): string => it.GraphArn.split(':')[4] ?? '';
  const who: Column<AccountUsage>[] =
    of === 'graph'
      ? [
          {
            id: 'account',
            header: 'Account',
            minWidth: 150,
            cell: (it) => (
              <span className="gs-list">
                <AccountLink id={it.AccountId} />
                {it.EmailAddress !== undefined && (
                  <span className="gs-secondary">
                    <SafeText length={64}>{it.EmailAddress}</SafeText>
                  </span>
                )}
              </span>
            ),
            value: (it) => it.AccountId,
            text: (it) => `${it.AccountId} ${it.EmailAddress ?? ''}`,
            parts: [
              { id: 'account', header: 'Account', cell: () => null, value: (it) => it.AccountId },
              { id: 'email', header: 'E-mail address', cell: () => null, value: (it) => it.EmailAddress },
            ],
          },
        ]
      : [
          {
            id: 'graph',
            header: 'Graph of account',
            minWidth: 155,
            cell: (it) => (isAdministrator ? <AccountLink id={administrator(it)} /> : administrator(it)),
            value: administrator,
          },
        ];
  return [
    ...who,
    timeColumn('since', 'Contributing since', (it) => it.ContributingSince),
    bytes('bytes', '30 days', (it) => it.Bytes),
    bytes('projected', 'Projected', (it) => it.ProjectedBytes),
    dollars('here', 'A month here', (it) => it.ProjectedCost.Gumshoe),
    dollars('amazon', 'At Amazon', (it) => it.ProjectedCost.AmazonDetective),
    BY_PACKAGE,
  ];
}

export interface SourceRow {
  readonly name: Package;
  readonly bytes: number;
  readonly days: number;
}

export const SOURCE_COLUMNS: readonly Column<SourceRow>[] = [
  {
    id: 'package',
    header: 'Source package',
    minWidth: 200,
    cell: (it) => (
      <span className="gs-list">
        <span>{packageName(it.name)}</span>
        <span className="gs-none">{packageHolds(it.name)}</span>
      </span>
    ),
    value: (it) => packageName(it.name),
  },
  bytes('bytes', '30 days', (it) => it.bytes),
  { id: 'days', header: 'Days with any', isNumber: true, minWidth: 110, cell: (it) => it.days, value: (it) => it.days },
  bytes('average', 'A day with any', (it) => (it.days === 0 ? 0 : it.bytes / it.days)),
];

export function sourceRows(packages: readonly PackageUsage[]): SourceRow[] {
  return PACKAGES.map((name) => {
    const found = packages.find((it) => it.Package === name);
    return { name, bytes: found?.Bytes ?? 0, days: found?.Days.length ?? 0 };
  });
}

export interface DayRow {
  readonly day: string;
  readonly bytes: readonly number[];
}

export const DAY_COLUMNS: readonly Column<DayRow>[] = [
  { id: 'day', header: 'Day (UTC)', minWidth: 120, cell: (it) => it.day, value: (it) => it.day },
  ...PACKAGES.map((name, index) => bytes<DayRow>(name, packageName(name), (it) => it.bytes[index] ?? 0)),
  bytes('all', 'All', (it) => it.bytes.reduce((sum, one) => sum + one, 0)),
];

/** The latest day first. */
export function dayRows(packages: readonly PackageUsage[], days: readonly string[]): DayRow[] {
  const all = PACKAGES.map((name) => bytesByDay(packages.find((it) => it.Package === name), days));
  return days.map((day, index) => ({ day, bytes: all.map((it) => it[index] ?? 0) })).reverse();
}
