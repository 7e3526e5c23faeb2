// Reasons as ingestion names them, in words. docs/operations.md and docs/semantics.md.

export interface Reason {
  readonly words: string;
  /** What to do about it; nothing where nothing is the matter. */
  readonly step?: string;
}

const WRONG_FOLDER = 'See what else writes into the folder of these logs.';

export const QUARANTINED: Readonly<Record<string, Reason>> = {
  CORRUPT_GZIP: { words: 'Cut off or damaged', step: 'Compare with the source and copy it again.' },
  INVALID_JSON: { words: 'Not one JSON document', step: 'Compare with the source and copy it again.' },
  NO_EVENT_JSON: { words: 'A result of CloudTrail Lake without the column eventJson', step: 'Export SELECT eventJson FROM … instead.' },
  NO_FINDINGS: { words: 'Nothing in it is a JSON object', step: WRONG_FOLDER },
  NOT_CLOUDTRAIL: { words: 'JSON without Records', step: WRONG_FOLDER },
  NOT_AUDIT_LOG: { words: 'Nothing in it is an audit event', step: 'See what else writes there, and whether Firehose changes the records.' },
  NOT_VPC_FLOW: { words: 'No flow log of a VPC', step: WRONG_FOLDER },
  INVALID_PARQUET: { words: 'Damaged Parquet', step: 'Compare with the source and copy it again.' },
  MISSING_FIELD: { words: 'The format of the flow log leaves out what is needed', step: 'Create the flow log with the fields that docs/semantics.md names.' },
  OBJECT_TOO_LARGE: { words: 'More than 64 MiB as stored', step: 'If it is genuine, raise GUMSHOE_MAX_OBJECT_BYTES and give the function memory.' },
  TOO_LARGE: { words: 'More than 512 MiB decompressed', step: 'If it is genuine, raise GUMSHOE_MAX_INFLATED_BYTES and give the function memory.' },
  RECORD_TOO_LONG: { words: 'A record of more than 16 MiB', step: 'Most likely not of AWS: see who wrote it.' },
  TOO_MANY_ROWS: { words: 'Needs more memory than an object may have', step: 'Most likely not of AWS: see who wrote it.' },
  TOO_MANY_DAYS: { words: 'Records of too many days in one object', step: 'Export it in shorter spans.' },
  OBJECT_GONE: { words: 'Deleted before it was read', step: 'Restore it, then redrive.' },
  NO_GRAPH: { words: 'Its account feeds no graph', step: 'Make the graph or enable the member, then redrive.' },
};

export const LEFT_OUT: Readonly<Record<string, Reason>> = {
  UNKNOWN_KEY: { words: 'Not in a folder of this source' },
  LAKE_KEY: { words: 'Of CloudTrail Lake, and no CSV' },
  DIGEST_KEY: { words: 'Digest files' },
  DIGEST: { words: 'Digest files' },
  INSIGHT_KEY: { words: 'Insights events' },
  INSIGHT: { words: 'Insights events' },
  WRITE_TEST_KEY: { words: 'Test of CloudWatch Logs' },
  PACKAGE_STOPPED: { words: 'The source package was stopped', step: 'Start it in Settings; what was left out stays out.' },
  INGEST_SUSPENDED: { words: 'Ingest was suspended', step: 'An operator lifts the suspension: docs/operations.md.' },
  NODATA: { words: 'No traffic in the interval (NODATA)' },
  SKIPDATA: { words: 'Skipped by AWS (SKIPDATA)' },
  EFA: { words: 'Elastic Fabric Adapters, without addresses' },
  CONTROL_MESSAGE: { words: 'Tests of a subscription' },
  OTHER_LOG_STREAM: { words: 'Other logs of the cluster' },
  OTHER_STAGE: { words: 'Earlier stages of a request' },
  NETWORK_ACTIVITY: { words: 'Network activity events' },
  THIRD_PARTY_PRODUCT: { words: 'Findings of other products than AWS’s' },
  GUARDDUTY_FINDING: { words: 'GuardDuty’s findings, by way of Security Hub' },
  COMPLIANCE_NOT_FAILED: { words: 'Checks that did not fail' },
  CROSS_REGION_COPY: { words: 'Copies from another Region' },
};

export const REJECTED: Readonly<Record<string, Reason>> = {
  NOT_AN_OBJECT: { words: 'No JSON object' },
  INVALID_JSON: { words: 'No JSON' },
  MISSING_EVENT_TIME: { words: 'Without eventTime' },
  INVALID_EVENT_TIME: { words: 'A time that is none, or of no year that counts' },
  MISSING_EVENT_SOURCE: { words: 'Without eventSource' },
  MISSING_EVENT_NAME: { words: 'Without eventName' },
  NO_ACCOUNT: { words: 'Nothing says of which account', step: 'Keep the keys that AWS gives the objects.' },
  NOT_AN_AUDIT_EVENT: { words: 'No audit event' },
  MISSING_STAGE: { words: 'Without stage' },
  MISSING_VERB: { words: 'Without verb' },
  NO_CLUSTER: { words: 'Nothing says of which cluster', step: 'Deliver through CloudWatch Logs, or name the cluster in the key.' },
  ACCOUNT_NOT_IN_GRAPH: { words: 'Of an account that does not feed this graph', step: 'Enable the account as a member.' },
  WRONG_FIELD_COUNT: { words: 'Another number of fields than its header' },
  INVALID_NUMBER: { words: 'A wrong or missing number' },
  INVALID_ADDRESS: { words: 'A wrong or missing address' },
  INVALID_ACTION: { words: 'An unknown action' },
  INVALID_FLOW_DIRECTION: { words: 'An unknown flow-direction' },
  INVALID_LOG_STATUS: { words: 'An unknown log-status' },
  NO_INTERFACE: { words: 'Without interface and instance' },
  MISSING_ID: { words: 'A finding without id' },
  MISSING_TYPE: { words: 'A finding without type' },
  MISSING_PRODUCT: { words: 'A finding without product' },
  MISSING_UPDATE_TIME: { words: 'A finding without UpdatedAt' },
  TOO_LONG: { words: 'Of more than 380 KiB' },
};

export const NOTICES: Readonly<Record<string, Reason>> = {
  ACCOUNT_MISMATCH: { words: 'Of another account than its key says; counted' },
  TRUNCATED_FIELD: { words: 'A text was cut; counted' },
  DUPLICATE_EVENT_ID: { words: 'The same event again; not counted' },
  UNKNOWN_DIRECTION: { words: 'Direction of a flow was guessed; counted', step: 'Ask for flow-direction in the flow log’s format.' },
  ARCHIVED_FINDING: { words: 'Archived or suppressed by its provider' },
};

export interface Counted {
  readonly code: string;
  readonly count: number;
  readonly reason: Reason;
}

/** Those that occurred, the most frequent first; a reason that a newer server has is told by its name. */
export function occurred(counts: Readonly<Record<string, number | undefined>>, words: Readonly<Record<string, Reason>>): Counted[] {
  return Object.entries(counts)
    .flatMap(([code, count]) =>
      count === undefined || count === 0
        ? []
        : [{ code, count, reason: Object.hasOwn(words, code) ? (words[code] as Reason) : { words: code.toLowerCase().replaceAll('_', ' ') } }],
    )
    .sort((a, b) => b.count - a.count || a.code.localeCompare(b.code));
}

export function total(counts: Readonly<Record<string, number | undefined>>): number {
  return Object.values(counts).reduce<number>((sum, it) => sum + (it ?? 0), 0);
}
