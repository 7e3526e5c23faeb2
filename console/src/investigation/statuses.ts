// How far an investigation is, as Amazon Detective's console writes it.

import type { StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';

import type { InvestigationDetail } from '../api/detective.gen';

type Status = NonNullable<InvestigationDetail['Status']>;

export const INVESTIGATION_STATUSES: Readonly<Record<Status, { text: string; type: StatusIndicatorProps.Type }>> = {
  RUNNING: { text: 'In progress', type: 'in-progress' },
  SUCCESSFUL: { text: 'Succeeded', type: 'success' },
  FAILED: { text: 'Failed', type: 'error' },
};
