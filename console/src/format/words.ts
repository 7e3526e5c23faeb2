// What the API names with constants, as an analyst reads it. Everything that a cell shows of these is from here; a constant
// that the API's document gains does not compile until it has a word, and tests/unit/words.test.ts names what is left.

import type {
  EntityCategory,
  FindingGroupNode,
  FindingGroupStatus,
  FindingProvider,
  FindingSeverity,
  FindingState,
  InvolvedEntity,
  ListSourceRecordsResponse,
  NewBehavior,
  NoveltyKind,
  PackageStatus,
  RecommendedInvestigation,
  Relation,
  RelationDirection,
  SourceStatus,
} from '../api/behavior.gen';
import type { InvestigationDetail } from '../api/detective.gen';

type Words<T extends string> = Readonly<Record<T, string>>;

export const SEVERITY_WORDS: Words<FindingSeverity> = { CRITICAL: 'Critical', HIGH: 'High', MEDIUM: 'Medium', LOW: 'Low', INFORMATIONAL: 'Informational' };

/** Of findings and of reports. */
export const STATE_WORDS: Words<FindingState> = { ACTIVE: 'Active', ARCHIVED: 'Archived' };

export const GROUP_STATUS_WORDS: Words<FindingGroupStatus> = { ACTIVE: 'Active', INACTIVE: 'Inactive' };

export const PROVIDER_WORDS: Words<FindingProvider> = { GUARDDUTY: 'GuardDuty', SECURITYHUB: 'Security Hub', DETECTIVE: 'Evidence' };

/** Security Hub User Guide, "Setting the workflow status of findings". */
const WORKFLOW_WORDS: Words<'NEW' | 'NOTIFIED' | 'RESOLVED' | 'SUPPRESSED'> = { NEW: 'New', NOTIFIED: 'Notified', RESOLVED: 'Resolved', SUPPRESSED: 'Suppressed' };

export const ROLE_WORDS: Words<InvolvedEntity['Role']> = { ACTOR: 'Actor', TARGET: 'Target', RELATED: 'Related' };

export const CATEGORY_WORDS: Words<EntityCategory> = { Identity: 'Identity', Network: 'Network', Storage: 'Storage', Compute: 'Compute' };

export const NODE_WORDS: Words<FindingGroupNode['NodeType']> = { FINDING: 'Finding', EVIDENCE: 'Evidence', ENTITY: 'Entity' };

/** For whom something is new. */
export const REACH_WORDS: Words<NewBehavior['Reach']> = { ENTITY: 'This entity', ACCOUNT: 'Its whole account', GRAPH: 'All accounts' };

export const NOVELTY_WORDS: Words<NoveltyKind> = {
  API_CALL: 'API call',
  GEOLOCATION: 'Geolocation',
  ASO: 'Autonomous system organization',
  USER_AGENT: 'User agent',
  RESOURCE: 'Resource',
  PRINCIPAL: 'Principal',
  KUBERNETES_CALL: 'Kubernetes call',
};

/** What the one side did or has; the other follows. */
export const RELATION_WORDS: Words<Relation> = {
  ASSUMED: 'assumed roles',
  STARTED_SESSION: 'started sessions',
  HAS_SESSION: 'had sessions',
  CREATED: 'created resources',
  DELETED: 'deleted resources',
  ATTACHED_INTERFACE: 'had interfaces attached',
  ASSOCIATED_INSTANCE_PROFILE: 'had instance profiles',
  ASSIGNED_ADDRESS: 'was assigned addresses',
  RUNS_IMAGE: 'ran images',
  RUNS_IN: 'ran in clusters',
  RUNS_AS: 'ran as service accounts',
  AUTHENTICATED_AS: 'was authenticated as subjects',
  USED_ADDRESS: 'used addresses',
  USED_USER_AGENT: 'used user agents',
  CALLED_API_ON: 'called APIs on resources',
  COMMUNICATED_WITH: 'spoke with addresses',
};

export const RELATION_DIRECTION_WORDS: Words<RelationDirection> = { OUTGOING: 'Outgoing', INCOMING: 'Incoming' };

export const SOURCE_WORDS: Words<SourceStatus['Source']> = {
  CLOUDTRAIL: 'CloudTrail',
  VPC_FLOW: 'VPC flow logs',
  GUARDDUTY: 'GuardDuty',
  SECURITY_HUB: 'Security Hub',
  EKS_AUDIT: 'EKS audit logs',
};

export const PACKAGE_WORDS: Words<PackageStatus['Package']> = {
  DETECTIVE_CORE: 'Detective core',
  EKS_AUDIT: 'EKS audit logs',
  ASFF_SECURITYHUB_FINDING: 'AWS security findings',
};

export const PACKAGE_STATE_WORDS: Words<PackageStatus['State']> = { STARTED: 'Started', STOPPED: 'Stopped', DISABLED: 'Never started' };

export const INVESTIGATION_STATUS_WORDS: Words<NonNullable<InvestigationDetail['Status']>> = { RUNNING: 'In progress', SUCCESSFUL: 'Succeeded', FAILED: 'Failed' };

/** The strongest first. */
export const REASON_WORDS: Words<RecommendedInvestigation['Reason']> = {
  HIGH_SEVERITY_FINDING: 'In a finding of high severity in the last 24 hours',
  FINDING_GROUP: 'In a finding group of the last 7 days',
  FINDING: 'In a finding of the last 7 days',
};

export const RECORDS_WORDS: Words<ListSourceRecordsResponse['State']> = {
  AVAILABLE: 'Available',
  GONE: 'The records are gone',
  NOT_READABLE: 'The records may not be read',
  NO_CALLS: 'No calls',
};

/** VPC User Guide, "Flow log records". */
export const FLOW_DIRECTION_WORDS: Words<'INBOUND' | 'OUTBOUND'> = { INBOUND: 'Inbound', OUTBOUND: 'Outbound' };
export const FLOW_ACTION_WORDS: Words<'ACCEPT' | 'REJECT'> = { ACCEPT: 'Accepted', REJECT: 'Rejected' };

/** The word for a constant of one of the tables; a text that is none stays itself, as a newer server knows more. */
export function wordOf(words: Readonly<Record<string, string>>, constant: string): string {
  return Object.hasOwn(words, constant) ? (words[constant] ?? constant) : constant;
}

export const workflowWord = (status: string): string => wordOf(WORKFLOW_WORDS, status);

/** Columns of panels that have constants. All others have texts of logs, which stay as they are, whatever they say. */
export const WORDS_OF_COLUMNS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Severity: SEVERITY_WORDS,
  'New for': REACH_WORDS,
  State: STATE_WORDS,
  Status: GROUP_STATUS_WORDS,
};
