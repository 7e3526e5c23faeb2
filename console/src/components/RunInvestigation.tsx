// Starts an investigation of a user or a role. User Guide, "Running a Detective Investigation": 3 hours to 30 days.

import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Link from '@cloudscape-design/components/link';
import { useState } from 'react';

import { useDetectiveChange } from '../api/hooks';
import { visible } from '../format/text';
import { Dialog } from './Dialog';
import { SafeText } from './SafeText';
import { TimeRange } from './Time';
import { investigationHref } from '../entities/links';
import { DAY, HOUR, membersOfScope, type Scope } from '../scope/scope';
import { useFlash } from '../state/flash';
import { useGraph } from '../state/graph';

const SHORTEST = 3 * HOUR;
const LONGEST = 30 * DAY;

/** The nearest scope time that can be investigated; the end stays. */
export function investigable(scope: Scope): Scope {
  const length = Math.min(Math.max(scope.end - scope.start, SHORTEST), LONGEST);
  return { start: scope.end - length, end: scope.end };
}

interface Props {
  readonly entityArn: string | undefined;
  readonly name: string;
  readonly scope: Scope;
  /** Less loud where there are many. */
  readonly variant?: 'primary' | 'normal' | 'inline-link';
  /** Where somebody chose to investigate already, and the ARN had to be asked for first. */
  readonly startsOpen?: boolean;
}

export function RunInvestigation({ entityArn, name, scope, variant = 'primary', startsOpen = false }: Props) {
  const { graphArn, isAdministrator } = useGraph();
  const [isOpen, setOpen] = useState(startsOpen);
  const flash = useFlash();
  const start = useDetectiveChange('StartInvestigation');
  const window = investigable(scope);
  const run = () => {
    if (entityArn === undefined) return;
    start.mutate(
      { GraphArn: graphArn, EntityArn: entityArn, ...membersOfScope(window) },
      {
        onSuccess: ({ InvestigationId }) => {
          setOpen(false);
          if (InvestigationId === undefined) return;
          flash.success(
            <>
              The investigation of <SafeText>{name}</SafeText> runs. <Link href={investigationHref(InvestigationId)} color="inverted">See its report</Link>
            </>,
          );
        },
      },
    );
  };
  // Only the administrator of a graph investigates.
  if (!isAdministrator) return null;
  return (
    <>
      <Button variant={variant} disabled={entityArn === undefined} ariaLabel={`Run investigation of ${visible(name)}`} onClick={() => setOpen(true)}>
        Run investigation
      </Button>
      {isOpen && (
        <Dialog
          title="Run investigation"
          action="Run investigation"
          isBusy={start.isPending}
          error={start.error}
          problem="The investigation was not started"
          onAct={run}
          onClose={() => setOpen(false)}
        >
          <Box variant="p">
            Looks for indicators of compromise of <strong><SafeText>{name}</SafeText></strong> in{' '}
            <TimeRange start={window.start} end={window.end} />: tactics and techniques, impossible travel, flagged addresses, new
            places, networks and programs, and related findings.
          </Box>
          {(window.start !== scope.start || window.end !== scope.end) && (
            <Box variant="small">An investigation covers 3 hours to 30 days, so its scope time is not that of the page.</Box>
          )}
        </Dialog>
      )}
    </>
  );
}
