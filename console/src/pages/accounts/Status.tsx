import Popover from '@cloudscape-design/components/popover';
import StatusIndicator from '@cloudscape-design/components/status-indicator';

import type { MemberDetail } from '../../api/detective.gen';
import { explanationOf, meaningOf } from './status';

/** The status as a word, and what it means and what to do where one asks. */
export function Status({ member, forMember = false }: { member: MemberDetail; forMember?: boolean }) {
  const { label, type, member: toMember } = meaningOf(member);
  return (
    <Popover header={label} content={forMember ? toMember : explanationOf(member)} dismissButton={false} size="large" triggerType="text">
      <StatusIndicator type={type}>{label}</StatusIndicator>
    </Popover>
  );
}
