import { type Package, PACKAGES } from '../../entities/packages';

/** The packages to name, as those that are not named stop. docs/api.md, `UpdateDatasourcePackages`. The core always runs. */
export function runningAfter(running: readonly Package[], changed: Package, runs: boolean): Package[] {
  return PACKAGES.filter((it) => it === 'DETECTIVE_CORE' || (it === changed ? runs : running.includes(it)));
}
