// Data source packages. User Guide, "Source data used in a Detective behavior graph".

import type { StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';

import { PACKAGE_STATE_WORDS, PACKAGE_WORDS } from '../format/words';

export const PACKAGES = ['DETECTIVE_CORE', 'EKS_AUDIT', 'ASFF_SECURITYHUB_FINDING'] as const;

export type Package = (typeof PACKAGES)[number];
export type PackageIngestState = 'STARTED' | 'STOPPED' | 'DISABLED';

const HOLDS: Readonly<Record<Package, string>> = {
  DETECTIVE_CORE: 'CloudTrail, VPC flow logs and GuardDuty findings. It always runs.',
  EKS_AUDIT: 'What Kubernetes clusters of EKS were asked, and by whom.',
  ASFF_SECURITYHUB_FINDING: 'Findings of AWS’s own products, by way of Security Hub.',
};

const SIGNS: Readonly<Record<PackageIngestState, StatusIndicatorProps.Type>> = { STARTED: 'success', STOPPED: 'stopped', DISABLED: 'stopped' };

export function packageName(it: Package): string {
  return PACKAGE_WORDS[it];
}

export function packageHolds(it: Package): string {
  return HOLDS[it];
}

export function packageState(it: PackageIngestState): { readonly type: StatusIndicatorProps.Type; readonly words: string } {
  return { type: SIGNS[it], words: PACKAGE_STATE_WORDS[it] };
}
