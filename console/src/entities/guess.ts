// Which entity a value of an activity's dimension is. The API answers ids; what they are tells their form.

import type { Dimension, EntityType } from '../api/behavior.gen';

/** Unique ids of IAM begin with what they are. IAM User Guide, "IAM identifiers". */
const PRINCIPAL_PREFIXES: readonly (readonly [RegExp, EntityType])[] = [
  [/^AROA[A-Z0-9]{4,}:/, 'AwsRoleSession'],
  [/^AROA[A-Z0-9]{4,}$/, 'AwsRole'],
  [/^AIDA[A-Z0-9]{4,}$/, 'AwsUser'],
  [/^\d{12}$/, 'AwsAccount'],
];

function principalType(value: string): EntityType | undefined {
  return PRINCIPAL_PREFIXES.find(([pattern]) => pattern.test(value))?.[1];
}

/** A dotted or a colon address; a service's host name is none. */
const isAddress = (value: string): boolean => /^\d{1,3}(\.\d{1,3}){3}$/.test(value) || (/^[0-9a-f:.]+$/i.test(value) && value.includes(':'));

function peerType(value: string): EntityType | undefined {
  if (/^(i|eni)-[0-9a-f]+$/.test(value)) return 'Ec2Instance';
  return isAddress(value) ? 'IpAddress' : undefined;
}

const always = (type: EntityType) => () => type;
const never = () => undefined;

const BY_DIMENSION: Readonly<Record<Dimension, (value: string) => EntityType | undefined>> = {
  IpAddress: (value) => (isAddress(value) ? 'IpAddress' : undefined),
  Caller: principalType,
  Principal: principalType,
  AccountId: (value) => (/^\d{12}$/.test(value) ? 'AwsAccount' : undefined),
  UserAgent: always('UserAgent'),
  Peer: peerType,
  Subject: always('KubernetesSubject'),
  // Buckets are the only resources that calls are kept with.
  Resource: (value) => (/^[a-z0-9][a-z0-9.-]{2,62}$/.test(value) ? 'S3Bucket' : undefined),
  Service: never,
  Api: never,
  Country: never,
  City: never,
  Aso: never,
  Region: never,
  ErrorCode: never,
  LocalPort: never,
  RemotePort: never,
  Protocol: never,
  Direction: never,
  Action: never,
  Verb: never,
  RequestUri: never,
  Namespace: never,
  ResponseStatus: never,
};

export function entityTypeOf(dimension: Dimension, value: string): EntityType | undefined {
  return BY_DIMENSION[dimension](value);
}
