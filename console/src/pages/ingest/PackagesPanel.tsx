import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import StatusIndicator from '@cloudscape-design/components/status-indicator';

import type { PackageStatus } from '../../api/behavior.gen';
import { hrefTo } from '../../app/location';
import { type Column, DataTable } from '../../components/DataTable';
import { Time } from '../../components/Time';
import { packageName, packageState } from '../../entities/packages';

const COLUMNS: readonly Column<PackageStatus>[] = [
  { id: 'package', header: 'Package', minWidth: 180, cell: (it) => packageName(it.Package), value: (it) => packageName(it.Package) },
  {
    id: 'state',
    header: 'State',
    minWidth: 120,
    cell: (it) => <StatusIndicator type={packageState(it.State).type}>{packageState(it.State).words}</StatusIndicator>,
    value: (it) => packageState(it.State).words,
  },
  {
    id: 'gaps',
    header: 'When nothing was taken in',
    minWidth: 300,
    cell: (it) =>
      it.Gaps.length === 0 ? (
        <span className="gs-none">Never, since it was started</span>
      ) : (
        <span className="gs-list">
          {it.Gaps.slice(-5).map((gap) => (
            <span key={gap.StartTime}>
              <Time of={gap.StartTime} /> – {gap.EndTime === undefined ? 'now' : <Time of={gap.EndTime} />}
            </span>
          ))}
          {it.Gaps.length > 5 && <span className="gs-none">and {it.Gaps.length - 5} before</span>}
        </span>
      ),
    value: (it) => it.Gaps.length,
  },
];

/** Gaps are not filled later, and profiles say so. */
export function PackagesPanel({ packages }: { packages: readonly PackageStatus[] }) {
  return (
    <Container
      header={
        <Header variant="h2" description="What the packages are set to, and the gaps that they left." actions={<Link href={hrefTo(['settings'])}>Settings</Link>}>
          Source packages
        </Header>
      }
    >
      <DataTable rows={packages} columns={COLUMNS} label="Source packages" noun="package" />
    </Container>
  );
}
