// Investigates whom the analyst names by ARN. User Guide, "Running a Detective Investigation".

import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Link from '@cloudscape-design/components/link';
import { useState } from 'react';

import { useQueryClient } from '@tanstack/react-query';

import { useDetectiveChange } from '../../api/hooks';
import { Dialog } from '../../components/Dialog';
import { SafeText } from '../../components/SafeText';
import { investigationHref } from '../../entities/links';
import { DAY, lastOf, membersOfScope } from '../../scope/scope';
import { ScopePicker } from '../../scope/ScopePicker';
import { useFlash } from '../../state/flash';
import { useGraph } from '../../state/graph';
import { useNow } from '../../state/now';
import { investigable } from '../../components/RunInvestigation';

/** Users and roles, in any partition; service-linked roles and paths included. */
const ARN = /^arn:aws[a-z-]*:iam::\d{12}:(user|role)\/\S+$/;

export function InvestigateArn() {
  const { graphArn, isAdministrator } = useGraph();
  const now = useNow();
  const [isOpen, setOpen] = useState(false);
  const [arn, setArn] = useState('');
  const [isTried, setTried] = useState(false);
  const [scope, setScope] = useState(() => lastOf(DAY, now));
  const flash = useFlash();
  const client = useQueryClient();
  const start = useDetectiveChange('StartInvestigation');
  if (!isAdministrator) return null;
  const wrong = ARN.test(arn.trim()) ? undefined : 'The ARN of a user or role: arn:aws:iam::111122223333:role/Name';
  const window = investigable(scope);
  const run = () => {
    setTried(true);
    if (wrong !== undefined) return;
    start.mutate(
      { GraphArn: graphArn, EntityArn: arn.trim(), ...membersOfScope(window) },
      {
        onSuccess: ({ InvestigationId = '' }) => {
          setOpen(false);
          void client.invalidateQueries({ queryKey: ['ListInvestigations'] });
          flash.success(
            <>
              The investigation of <SafeText>{arn.trim()}</SafeText> runs. <Link href={investigationHref(InvestigationId)} color="inverted">See its report</Link>
            </>,
          );
        },
      },
    );
  };
  return (
    <>
      <Button variant="primary" onClick={() => setOpen(true)}>
        Run investigation
      </Button>
      {isOpen && (
        <Dialog
          size="large"
          title="Run investigation"
          action="Run investigation"
          isBusy={start.isPending}
          error={start.error}
          problem="The investigation was not started"
          onAct={run}
          onClose={() => setOpen(false)}
        >
          <FormField label="ARN" errorText={isTried ? wrong : undefined} description="Of a user or role whose activity is in the graph.">
            <Input value={arn} onChange={({ detail }) => setArn(detail.value)} placeholder="arn:aws:iam::111122223333:role/Name" spellcheck={false} autoComplete={false} />
          </FormField>
          <FormField label="Scope time" description="3 hours to 30 days; what is shorter or longer is taken as that, with the same end.">
            <ScopePicker of={{ scope, setScope, isDefault: false, resetScope: () => setScope(lastOf(DAY, now)) }} />
          </FormField>
        </Dialog>
      )}
    </>
  );
}
