// Data source packages. User Guide, "Source data used in a Detective behavior graph".

import type { StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';

export const PACKAGES = ['DETECTIVE_CORE', 'EKS_AUDIT', 'ASFF_SECURITYHUB_FINDING'] as const;

export type Package = (typeof PACKAGES)[number];
export type PackageIngestState = 'STARTED' | 'STOPPED' | 'DISABLED';

const KNOWN: Readonly<Record<Package, { readonly name: string; readonly holds: string }>> = {
  DETECTIVE_CORE: { name: 'Detective core', holds: 'CloudTrail, VPC flow logs and GuardDuty findings. It always runs.' },
  EKS_AUDIT: { name: 'EKS audit logs', holds: 'What Kubernetes clusters of EKS were asked, and by whom.' },
  ASFF_SECURITYHUB_FINDING: { name: 'AWS security findings', holds: 'Findings of AWS’s own products, by way of Security Hub.' },
};

const STATES: Readonly<Record<PackageIngestState, { readonly type: StatusIndicatorProps.Type; readonly words: string }>> = {
  STARTED: { type: 'success', words: 'Started' },
  STOPPED: { type: 'stopped', words: 'Stopped' },
  DISABLED: { type: 'stopped', words: 'Never started' },
};

export function packageName(it: Package): string {
  return KNOWN[it].name;
}

export function packageHolds(it: Package): string {
  return KNOWN[it].holds;
}

export function packageState(it: PackageIngestState): { readonly type: StatusIndicatorProps.Type; readonly words: string } {
  return STATES[it];
}
