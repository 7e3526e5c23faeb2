// What is shown where there is nothing to show: why, and what to do next.

import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';

import { asProblem } from '../api/problem';
import { SafeText } from './SafeText';

/** Nothing here, and where there may be something. */
export function Empty({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <Box textAlign="center" color="inherit" padding={{ vertical: 'l' }}>
      <SpaceBetween size="xxs">
        <Box variant="strong" color="inherit">
          {title}
        </Box>
        {children !== undefined && (
          <Box variant="p" color="text-body-secondary">
            {children}
          </Box>
        )}
        {action}
      </SpaceBetween>
    </Box>
  );
}

/** Why there is no answer, and what can be done. */
export function Problem({ error, retry, what }: { error: unknown; retry?: () => void; what?: string }) {
  const problem = asProblem(error);
  return (
    <Alert
      type="error"
      header={what ?? 'This could not be loaded'}
      action={retry && <Button onClick={retry}>Retry</Button>}
    >
      <SpaceBetween size="xxs">
        <span>
          <SafeText>{problem.message}</SafeText>
        </span>
        <span>{problem.nextStep}</span>
        {problem.requestId !== undefined && (
          <Box variant="small">
            {problem.kind}, request id <SafeText>{problem.requestId}</SafeText>
          </Box>
        )}
      </SpaceBetween>
    </Alert>
  );
}

/** Keeps the place of what is being loaded, so that nothing jumps when it comes. */
export function Loading({ height = 200, label = 'Loading' }: { height?: number; label?: string }) {
  return (
    <div className="gs-loading" style={{ minHeight: height }} role="status" aria-label={label}>
      <span className="gs-loading-bar" />
    </div>
  );
}

/** Less than 14 days of data: what is usual is not known yet. User Guide, "Training period". */
export function Training({ daysOfData }: { daysOfData: number }) {
  return (
    <Alert type="info" header="In training">
      The graph has {daysOfData} of the 14 days of data that say what is usual. Until then, much is new that is not unusual, and
      comparisons are less certain. They become better by themselves; <code>gumshoe backfill</code> takes in older logs.
    </Alert>
  );
}
