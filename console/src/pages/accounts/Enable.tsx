// Looks for room for members that wait for it, now rather than within the hour.

import Button from '@cloudscape-design/components/button';
import { useMutation } from '@tanstack/react-query';

import { detective } from '../../api/detective';
import type { MemberDetail } from '../../api/detective.gen';
import { asProblem } from '../../api/problem';
import { counted } from '../../format/number';
import { useFlash } from '../../state/flash';
import { statusOf } from './status';
import { useRefresh } from './useMembers';

export function Enable({ graphArn, members }: { graphArn: string; members: readonly MemberDetail[] }) {
  const flash = useFlash();
  const refresh = useRefresh();
  const waiting = members.filter((it) => statusOf(it) === 'ACCEPTED_BUT_DISABLED');
  const enable = useMutation({
    // One after the other: each takes room from the next.
    mutationFn: async () => {
      let done = 0;
      for (const { AccountId: account } of waiting) {
        if (account === undefined) continue;
        await detective('StartMonitoringMember', { GraphArn: graphArn, AccountId: account }).catch((error: unknown) => {
          throw asProblem(error);
        });
        done += 1;
      }
      return done;
    },
    onSuccess: (done) => flash.success(`${counted(done, 'account')} enabled.`),
    onError: (error) => flash.problem('Not all were enabled', error),
    onSettled: refresh,
  });
  return (
    <Button disabled={waiting.length === 0} disabledReason="Choose accounts that are not enabled" loading={enable.isPending} onClick={() => enable.mutate()}>
      Enable
    </Button>
  );
}
