// A question about activity as SQL over the segments, whose folders and columns docs/data-format.md describes.

import type { ActivitySource, Dimension, EntityType, Filter } from '../api/behavior.gen';
import type { Scope } from '../scope/scope';

/** What ListActivity is asked, as far as rows can answer it; or, where no entity is named, the same of the whole graph. */
export interface ActivityQuestion {
  readonly EntityType?: EntityType;
  readonly EntityId?: string;
  readonly Source: ActivitySource;
  readonly GroupBy: readonly Dimension[];
  readonly Conditions?: { readonly all: readonly Filter[]; readonly oneOf: readonly Filter[] } | undefined;
}

export type Dialect = 'DuckDB' | 'Athena';

/** The objects that hold the rows of a scope time, and when that was so. */
export interface Segments {
  readonly bucket: string;
  readonly keys: readonly string[];
  /** Milliseconds since 1970. */
  readonly asOf: number;
}

interface Engine {
  /** Where rows are: files below the folder of the bucket, or a table over them. */
  readonly from: (folder: string, segments: Segments) => string;
  /** What keeps rows of other objects out; nothing where `from` has named the objects. */
  readonly only: (segments: Segments) => readonly string[];
  readonly inBlock: (text: string, block: string) => string;
  /** What must be there before an address is compared with a block. */
  readonly beforeBlocks: readonly string[];
}

/** One to a line, so that a statement can be read. */
const list = (texts: readonly string[]): string => `\n  ${texts.map(literal).join(',\n  ')}\n`;

const ENGINES: Readonly<Record<Dialect, Engine>> = {
  DuckDB: {
    from: (_, { keys }) => `read_parquet([${list(keys)}])`,
    only: () => [],
    // Not every source is an address: services have names.
    inBlock: (text, block) => `TRY_CAST(${text} AS INET) <<= CAST(${block} AS INET)`,
    beforeBlocks: ['INSTALL inet;', 'LOAD inet;'],
  },
  Athena: {
    from: (folder) => folder,
    only: ({ bucket, keys }) => [`"$path" IN (${list(keys.map((it) => `s3://${bucket}/${it}`))})`],
    inBlock: (text, block) => `contains(${block}, TRY_CAST(${text} AS IPADDRESS))`,
    beforeBlocks: [],
  },
};

interface Table {
  readonly folder: string;
  readonly sums: readonly string[];
  readonly order: string;
  readonly columns: Readonly<Partial<Record<Dimension, string>>>;
  /** The conditions of which one holds of a row that concerns an entity; its id is in place of `?`. */
  readonly concerns: Readonly<Partial<Record<EntityType, readonly string[]>>>;
}

const principal = (type: EntityType): string => `principal_type = '${type}' AND principal_id = ?`;
const resource = (type: EntityType): string => `resource_type = '${type}' AND resource_id = ?`;
const BY_PRINCIPAL = {
  AwsUser: [principal('AwsUser')],
  AwsRole: [principal('AwsRole')],
  FederatedUser: [principal('FederatedUser')],
  AwsRoleSession: ['session_id = ?'],
  IpAddress: ['source_is_ip AND source_address = ?'],
  UserAgent: ['user_agent = ?'],
} as const;

const TABLES: Readonly<Record<ActivitySource, Table>> = {
  API: {
    folder: 'activity',
    sums: ['sum(calls) FILTER (WHERE error_code IS NULL) AS successful', 'sum(calls) FILTER (WHERE error_code IS NOT NULL) AS failed'],
    order: 'sum(calls)',
    columns: {
      IpAddress: 'source_address',
      Service: 'service',
      Api: 'api',
      Principal: 'coalesce(caller_arn, invoked_by, principal_name, principal_id)',
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
      AwsAccount: ['account_id = ?', principal('AwsAccount')],
      S3Bucket: [resource('S3Bucket')],
      Ec2Instance: ['instance_id = ?'],
    },
  },
  NETWORK: {
    folder: 'network',
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
    concerns: { AwsAccount: ['account_id = ?'], Ec2Instance: ['instance_id = ?'], IpAddress: ['local_address = ?', 'peer_address = ?'] },
  },
  KUBERNETES: {
    folder: 'kubernetes',
    sums: [
      'sum(calls) FILTER (WHERE status IS NULL OR status < 400) AS successful',
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
      AwsAccount: ['account_id = ?'],
      ContainerCluster: ['cluster_id = ?'],
      ContainerPod: ['pod_id = ?'],
      KubernetesSubject: ['subject_id = ?', 'impersonated_id = ?'],
    },
  },
};

/** Who called, by who is looked at. openapi.json, `Dimension`: for all others, the principal. */
const CALLERS: Readonly<Partial<Record<EntityType, string>>> = {
  AwsRole: 'session_id',
  AwsUser: 'access_key_id',
  AwsRoleSession: 'access_key_id',
  FederatedUser: 'access_key_id',
  Ec2Instance: 'access_key_id',
};

interface Named {
  /** What it is called in the answer, where it is no column. */
  readonly name: string;
  readonly of: string;
}

function columnOf(table: Table, dimension: Dimension, { EntityType: type, EntityId: id = '' }: ActivityQuestion): Named | undefined {
  if (dimension === 'Caller') return { name: 'caller', of: (type && CALLERS[type]) ?? 'coalesce(principal_arn, principal_id, invoked_by)' };
  // Seen from an address, the other side of what passed between it and an instance is the instance.
  if (dimension === 'Peer') {
    const address = literal(id);
    return { name: 'peer', of: type === 'IpAddress' ? `CASE WHEN peer_address = ${address} AND local_address <> ${address} THEN instance_id ELSE peer_address END` : 'peer_address' };
  }
  const of = table.columns[dimension];
  return of === undefined ? undefined : { name: dimension === 'Principal' ? 'principal' : of, of };
}

const selected = ({ name, of }: Named): string => (name === of ? of : `${of} AS ${name}`);

/** A literal. Invisible characters go in by their codes, so that what is pasted is what is read. */
export function literal(text: string): string {
   
  const parts = text.split(/([\u0000-\u001f\u007f-\uffff])/u).filter((it) => it !== '');
  if (parts.length === 0) return "''";
  const sql = parts.map((it) => ((it.codePointAt(0) ?? 0) < 32 || (it.codePointAt(0) ?? 0) > 126 ? `chr(${it.codePointAt(0)})` : `'${it.replaceAll("'", "''")}'`));
  return sql.length === 1 ? (sql[0] ?? '') : `(${sql.join(' || ')})`;
}

/** Whatever its case, as the API compares. */
const contains = (text: string, value: string): string => `strpos(lower(${text}), ${literal(value.toLowerCase())}) > 0`;

function conditionOf(engine: Engine, column: string, filter: Filter): string {
  const text = `CAST(${column} AS VARCHAR)`;
  const values = filter.Values;
  const any = (condition: (value: string) => string) => `(${values.map(condition).join(' OR ')})`;
  switch (filter.Operator) {
    case 'EQUALS':
      return `${text} IN (${values.map(literal).join(', ')})`;
    case 'NOT_EQUALS':
      return `(${column} IS NULL OR ${text} NOT IN (${values.map(literal).join(', ')}))`;
    case 'CONTAINS':
      return any((it) => contains(text, it));
    case 'NOT_CONTAINS':
      return `(${column} IS NULL OR NOT ${any((it) => contains(text, it))})`;
    case 'IN_CIDR':
      return any((it) => engine.inBlock(text, literal(it)));
  }
}

/** Both engines read it so, whatever time zone they are set to. */
const instant = (time: number): string => `CAST('${new Date(time).toISOString().slice(0, 19).replace('T', ' ')} UTC' AS TIMESTAMP WITH TIME ZONE)`;

/** Folders are of days, so that others are not opened. */
const day = (time: number): string => `'${new Date(time).toISOString().slice(0, 10)}'`;

/** The conditions of which one holds of a row that is asked about, none for all rows; nothing where rows do not name the entity. */
function concernsOf({ Source, EntityType: type, EntityId: id = '' }: ActivityQuestion): readonly string[] | undefined {
  if (type === undefined) return [];
  return TABLES[Source].concerns[type]?.map((it) => it.replace('?', () => literal(id)));
}

/** A question whose rows name the entity can be asked of them. */
export function hasSql(question: ActivityQuestion): boolean {
  return concernsOf(question) !== undefined;
}

/** The rows behind a number; nothing where rows do not name the entity, or where there are none. */
export function sqlOf(question: ActivityQuestion, scope: Scope, segments: Segments, dialect: Dialect): string | undefined {
  const table = TABLES[question.Source];
  const engine = ENGINES[dialect];
  const concerns = concernsOf(question);
  if (concerns === undefined || segments.keys.length === 0) return undefined;
  const groups = question.GroupBy.flatMap((it) => columnOf(table, it, question) ?? []);
  const { all = [], oneOf = [] } = question.Conditions ?? {};
  const conditions = (filters: readonly Filter[]) =>
    filters.flatMap((it) => {
      const column = columnOf(table, it.Dimension, question);
      return column === undefined ? [] : [conditionOf(engine, column.of, it)];
    });
  const either = (conditions: readonly string[]) => (conditions.length > 1 ? `(${conditions.join(' OR ')})` : conditions.join(''));
  const where = [
    ...(concerns.length > 0 ? [either(concerns)] : []),
    `day BETWEEN ${day(scope.start)} AND ${day(scope.end - 1)}`,
    `hour >= ${instant(scope.start)}`,
    `hour < ${instant(scope.end)}`,
    ...conditions(all),
    ...(oneOf.length > 0 ? [either(conditions(oneOf))] : []),
    ...engine.only(segments),
  ];
  const hasBlocks = [...all, ...oneOf].some((it) => it.Operator === 'IN_CIDR');
  return [
    `-- Of the objects that counted at ${new Date(segments.asOf).toISOString().slice(0, 16)}Z. Copy it again when one of them is gone.`,
    ...(hasBlocks ? engine.beforeBlocks : []),
    `SELECT ${[...groups.map(selected), ...table.sums, 'min(first_seen) AS first_seen', 'max(last_seen) AS last_seen'].join(',\n       ')}`,
    `FROM ${engine.from(table.folder, segments)}`,
    `WHERE ${where.join('\n  AND ')}`,
    ...(groups.length === 0 ? [] : [`GROUP BY ${groups.map((_, index) => index + 1).join(', ')}`, `ORDER BY ${table.order} DESC`, 'LIMIT 100']),
  ]
    .join('\n')
    .concat(';');
}
