// How far an investigation is, as Amazon Detective's console writes it.

import type { StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';

import type { InvestigationDetail } from '../api/detective.gen';
import { INVESTIGATION_STATUS_WORDS } from '../format/words';

type Status = NonNullable<InvestigationDetail['Status']>;

export const INVESTIGATION_STATUSES: Readonly<Record<Status, { text: string; type: StatusIndicatorProps.Type }>> = {
  RUNNING: { text: INVESTIGATION_STATUS_WORDS.RUNNING, type: 'in-progress' },
  SUCCESSFUL: { text: INVESTIGATION_STATUS_WORDS.SUCCESSFUL, type: 'success' },
  FAILED: { text: INVESTIGATION_STATUS_WORDS.FAILED, type: 'error' },
};
