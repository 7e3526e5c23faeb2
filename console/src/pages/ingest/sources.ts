// The five kinds of logs, and how each is doing.

import type { SourceStatus } from '../../api/behavior.gen';
import { HOUR } from '../../scope/scope';
import { total } from './reasons';

export type Source = SourceStatus['Source'];

/** As `gumshoe redrive` calls them. */
const COMMANDS: Readonly<Record<Source, string>> = {
  CLOUDTRAIL: 'cloudtrail',
  VPC_FLOW: 'vpc-flow',
  GUARDDUTY: 'guardduty',
  SECURITY_HUB: 'security-hub',
  EKS_AUDIT: 'eks-audit',
};

/** Delivers again what is in quarantine for a reason that is mended. */
export function redriveCommand(source: Source, reason: string): string {
  return `gumshoe redrive ${COMMANDS[source]} --quarantined --reason ${reason}`;
}

/** More than this from the newest event to the last ingest is late: CloudTrail itself takes 15 minutes. */
const LATE_SECONDS = (2 * HOUR) / 1000;

export type Health = 'none' | 'good' | 'late' | 'losing';

export function healthOf(status: SourceStatus): Health {
  if (total(status.Objects.Quarantined) > 0) return 'losing';
  if (status.LastIngestTime === undefined) return 'none';
  return (status.LagSeconds ?? 0) > LATE_SECONDS ? 'late' : 'good';
}

/** The share of records that are malformed. */
export function rejectedShare(status: SourceStatus): number {
  const rejected = total(status.Records.Rejected);
  const all = rejected + status.Records.Ingested;
  return all === 0 ? 0 : rejected / all;
}
