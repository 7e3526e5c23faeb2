// The tactics of MITRE ATT&CK that Detective shows, in the order of an attack. User Guide, "Finding group profiles". What
// they mean: https://attack.mitre.org/tactics/enterprise/

import type { FindingGroupTactic } from '../api/behavior.gen';

/** Exhaustive: one that the API document gains does not compile until it is here. */
export const TACTIC_MEANINGS: Readonly<Record<FindingGroupTactic, string>> = {
  'Initial Access': 'Somebody tries to get into the accounts.',
  Execution: 'Somebody tries to run code of their own.',
  Persistence: 'Somebody tries to stay, whatever is changed or restarted.',
  'Privilege Escalation': 'Somebody tries to gain higher permissions.',
  'Defense Evasion': 'Somebody tries not to be detected.',
  'Credential Access': 'Somebody tries to steal names, passwords and keys.',
  Discovery: 'Somebody tries to find out what there is.',
  'Lateral Movement': 'Somebody tries to move on to other systems and accounts.',
  Collection: 'Somebody tries to gather what they want.',
  'Command and Control': 'Somebody speaks with systems that they control.',
  Exfiltration: 'Somebody tries to take data away.',
  Impact: 'Somebody tries to interrupt, change or destroy, or uses the resources for themselves.',
  Other: 'Findings that tell no tactic.',
};

/** In the order of an attack. */
export const TACTICS = Object.keys(TACTIC_MEANINGS) as FindingGroupTactic[];
