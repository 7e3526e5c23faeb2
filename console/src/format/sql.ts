// A question about activity as SQL over the segments, whose columns docs/data-format.md describes.

import type { ActivitySource, Dimension, EntityType, Filter } from '../api/behavior.gen';
import type { Scope } from '../scope/scope';

/** What ListActivity is asked, as far as rows can answer it. */
export interface ActivityQuestion {
  readonly EntityType: EntityType;
  readonly EntityId: string;
  readonly Source: ActivitySource;
  readonly GroupBy: readonly Dimension[];
  readonly Filters?: readonly Filter[] | undefined;
}

interface Table {
  readonly files: string;
  readonly sums: readonly string[];
  readonly order: string;
  readonly columns: Readonly<Partial<Record<Dimension, string>>>;
  /** The condition that a row concerns an entity; its id is in place of `?`. */
  readonly concerns: Readonly<Partial<Record<EntityType, string>>>;
}

const principal = (type: EntityType): string => `principal_type = '${type}' AND principal_id = ?`;
const BY_PRINCIPAL = {
  AwsUser: principal('AwsUser'),
  AwsRole: principal('AwsRole'),
  FederatedUser: principal('FederatedUser'),
  AwsRoleSession: 'session_id = ?',
  IpAddress: 'source_is_ip AND source_address = ?',
  UserAgent: 'user_agent = ?',
} as const;

const TABLES: Readonly<Record<ActivitySource, Table>> = {
  API: {
    files: 'activity',
    sums: ['sum(calls) FILTER (WHERE error_code IS NULL) AS successful', 'sum(calls) FILTER (WHERE error_code IS NOT NULL) AS failed'],
    order: 'sum(calls)',
    columns: {
      IpAddress: 'source_address',
      Service: 'service',
      Api: 'api',
      Principal: 'principal_id',
      UserAgent: 'user_agent',
      Country: 'country',
      City: 'city',
      Aso: 'aso',
      Region: 'region',
      AccountId: 'account_id',
      ErrorCode: 'error_code',
      Resource: 'resource_id',
    },
    concerns: {
      ...BY_PRINCIPAL,
      AwsAccount: 'account_id = ?',
      S3Bucket: "resource_type = 'S3Bucket' AND resource_id = ?",
      Ec2Instance: 'instance_id = ?',
    },
  },
  NETWORK: {
    files: 'network',
    sums: [
      "sum(bytes) FILTER (WHERE direction = 'INBOUND') AS inbound_bytes",
      "sum(bytes) FILTER (WHERE direction = 'OUTBOUND') AS outbound_bytes",
      'sum(packets) AS packets',
      'sum(flows) AS flows',
    ],
    order: 'sum(bytes)',
    columns: {
      LocalPort: 'local_port',
      RemotePort: 'remote_port',
      Protocol: 'protocol',
      Direction: 'direction',
      Action: 'action',
      Country: 'country',
      Aso: 'aso',
    },
    concerns: { AwsAccount: 'account_id = ?', Ec2Instance: 'instance_id = ?', IpAddress: 'peer_address = ?' },
  },
  KUBERNETES: {
    files: 'kubernetes',
    sums: [
      'sum(calls) FILTER (WHERE status < 400) AS successful',
      'sum(calls) FILTER (WHERE status = 401) AS unauthorized',
      'sum(calls) FILTER (WHERE status = 403) AS forbidden',
      'sum(calls) FILTER (WHERE status >= 400 AND status NOT IN (401, 403)) AS failed',
    ],
    order: 'sum(calls)',
    columns: {
      Subject: 'subject_id',
      IpAddress: 'source_address',
      Verb: 'verb',
      RequestUri: 'request_uri',
      Namespace: 'namespace',
      UserAgent: 'user_agent',
      ResponseStatus: 'status',
    },
    concerns: {
      ...BY_PRINCIPAL,
      AwsAccount: 'account_id = ?',
      ContainerCluster: 'cluster_id = ?',
      ContainerPod: 'pod_id = ?',
      KubernetesSubject: 'subject_id = ?',
    },
  },
};

/** `Caller` and `Peer` depend on who is looked at. openapi.json, `Dimension`. */
function columnOf(table: Table, dimension: Dimension, type: EntityType): string | undefined {
  if (dimension === 'Caller') {
    if (type === 'AwsRole') return 'session_id';
    return type === 'AwsUser' || type === 'AwsRoleSession' ? 'access_key_id' : 'principal_id';
  }
  if (dimension === 'Peer') return type === 'IpAddress' ? 'instance_id' : 'peer_address';
  return table.columns[dimension];
}

/** A literal. Invisible characters go in by their codes, so that what is pasted is what is read. */
export function literal(text: string): string {
   
  const parts = text.split(/([\u0000-\u001f\u007f-\uffff])/u).filter((it) => it !== '');
  if (parts.length === 0) return "''";
  const sql = parts.map((it) => ((it.codePointAt(0) ?? 0) < 32 || (it.codePointAt(0) ?? 0) > 126 ? `chr(${it.codePointAt(0)})` : `'${it.replaceAll("'", "''")}'`));
  return sql.length === 1 ? (sql[0] ?? '') : `(${sql.join(' || ')})`;
}

const like = (value: string): string => `'%' || ${literal(value.toLowerCase())} || '%'`;

function conditionOf(column: string, filter: Filter): string {
  const text = `CAST(${column} AS VARCHAR)`;
  const values = filter.Values;
  switch (filter.Operator) {
    case 'EQUALS':
      return `${text} IN (${values.map(literal).join(', ')})`;
    case 'NOT_EQUALS':
      return `(${column} IS NULL OR ${text} NOT IN (${values.map(literal).join(', ')}))`;
    case 'CONTAINS':
      return `(${values.map((it) => `lower(${text}) LIKE ${like(it)}`).join(' OR ')})`;
    case 'NOT_CONTAINS':
      return `(${column} IS NULL OR NOT (${values.map((it) => `lower(${text}) LIKE ${like(it)}`).join(' OR ')}))`;
    case 'IN_CIDR':
      // DuckDB: INSTALL inet; LOAD inet;
      return `(${values.map((it) => `CAST(${column} AS INET) <<= CAST(${literal(it)} AS INET)`).join(' OR ')})`;
  }
}

const instant = (time: number): string => `TIMESTAMPTZ '${new Date(time).toISOString().slice(0, 19).replace('T', ' ')}Z'`;

/** The rows behind a number, for DuckDB in a folder of segments; nothing where rows do not name the entity. */
export function sqlOf(question: ActivityQuestion, scope: Scope): string | undefined {
  const table = TABLES[question.Source];
  const concerns = table.concerns[question.EntityType];
  if (concerns === undefined) return undefined;
  const groups = question.GroupBy.flatMap((it) => columnOf(table, it, question.EntityType) ?? []);
  const filters = (question.Filters ?? []).flatMap((it) => {
    const column = columnOf(table, it.Dimension, question.EntityType);
    return column === undefined ? [] : [conditionOf(column, it)];
  });
  const where = [
    concerns.replace('?', () => literal(question.EntityId)),
    `hour >= ${instant(scope.start)}`,
    `hour < ${instant(scope.end)}`,
    ...filters,
  ];
  return [
    `SELECT ${[...groups, ...table.sums, 'min(first_seen) AS first_seen', 'max(last_seen) AS last_seen'].join(',\n       ')}`,
    `FROM '${table.files}/*.parquet'`,
    `WHERE ${where.join('\n  AND ')}`,
    ...(groups.length === 0 ? [] : [`GROUP BY ${groups.join(', ')}`, `ORDER BY ${table.order} DESC`, 'LIMIT 100']),
  ]
    .join('\n')
    .concat(';');
}
