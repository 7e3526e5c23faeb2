// What a membership's status means. Detective API Reference, `MemberDetail`; User Guide, "Viewing the list of accounts".

import type { StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';

import type { MemberDetail } from '../../api/detective.gen';

export type MemberStatus = NonNullable<MemberDetail['Status']>;

interface Meaning {
  /** As Amazon's console writes it. */
  readonly label: string;
  readonly type: StatusIndicatorProps.Type;
  /** For the administrator, who may do something about it. */
  readonly administrator: string;
  /** For the member. */
  readonly member: string;
}

const MEANINGS: Readonly<Record<MemberStatus, Meaning>> = {
  VERIFICATION_IN_PROGRESS: {
    label: 'Verification in progress',
    type: 'in-progress',
    administrator: 'Account id and e-mail address are being compared. It takes some seconds.',
    member: 'The invitation is being verified.',
  },
  VERIFICATION_FAILED: {
    label: 'Verification failed',
    type: 'error',
    administrator: 'The e-mail address is not that of the root user of the account. Nothing was sent. Invite the account again with the right one.',
    member: 'The invitation could not be verified.',
  },
  INVITED: {
    label: 'Invited',
    type: 'pending',
    administrator: 'The account has to accept: in its console under Account management, or with AcceptInvitation. Invitations do not expire.',
    member: 'Accept, and the logs of this account feed the graph; the administrator sees what it does.',
  },
  ENABLED: {
    label: 'Enabled',
    type: 'success',
    administrator: 'Its logs are taken in.',
    member: 'The logs of this account feed the graph.',
  },
  ACCEPTED_BUT_DISABLED: {
    label: 'Not enabled',
    type: 'warning',
    administrator: 'It accepted, and it is being looked whether there is room for what it gives.',
    member: 'Accepted. The administrator enables it once there is room; until then nothing is taken in, and only the administrator can end it.',
  },
};

const REASONS: Readonly<Record<NonNullable<MemberDetail['DisabledReason']>, string>> = {
  VOLUME_TOO_HIGH: 'What it gives would bring the graph above 10 TB a day. Remove others, or wait: it is tried again each hour. Enable tries it now.',
  VOLUME_UNKNOWN: 'Nobody could read how much it gives. Enable tries again.',
};

export function statusOf(member: MemberDetail): MemberStatus {
  return member.Status ?? 'VERIFICATION_IN_PROGRESS';
}

export function meaningOf(member: MemberDetail): Meaning {
  return MEANINGS[statusOf(member)];
}

/** Why it is so, for the administrator. */
export function explanationOf(member: MemberDetail): string {
  if (statusOf(member) === 'ACCEPTED_BUT_DISABLED' && member.DisabledReason !== undefined) return REASONS[member.DisabledReason];
  return meaningOf(member).administrator;
}

/** Whether it changes by itself in a moment, so that the page asks again. */
export function isMoving(member: MemberDetail): boolean {
  const status = statusOf(member);
  return status === 'VERIFICATION_IN_PROGRESS' || (status === 'ACCEPTED_BUT_DISABLED' && member.DisabledReason === undefined);
}

export function typeWords(member: MemberDetail): string {
  return member.InvitationType === 'ORGANIZATION' ? 'By organization' : 'By invitation';
}

/** The tabs of the list: "Not enabled" is everything that is not. User Guide, as above. */
export const TABS = ['all', 'enabled', 'notEnabled'] as const;

export type Tab = (typeof TABS)[number];

export function isOfTab(member: MemberDetail, tab: Tab): boolean {
  switch (tab) {
    case 'all':
      return true;
    case 'enabled':
      return statusOf(member) === 'ENABLED';
    case 'notEnabled':
      return statusOf(member) !== 'ENABLED';
  }
}

/** Bytes a day of all packages; nothing while it is not known. */
export function volumeOf(member: MemberDetail): number | undefined {
  const packages = Object.values(member.VolumeUsageByDatasourcePackage ?? {}).flatMap((it) => it?.VolumeUsageInBytes ?? []);
  return packages.length === 0 ? member.VolumeUsageInBytes : packages.reduce((sum, it) => sum + it, 0);
}
