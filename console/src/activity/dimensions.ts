// What dimensions and sums are called, and what is filtered by them.

import type { ActivityGroup, ActivitySource, Dimension, Filter } from '../api/behavior.gen';
import { FLOW_ACTION_WORDS, FLOW_DIRECTION_WORDS, wordOf } from '../format/words';

export const DIMENSION_NAMES: Readonly<Record<Dimension, string>> = {
  IpAddress: 'IP address',
  Service: 'Service',
  Api: 'API method',
  Caller: 'Resource',
  Principal: 'Principal',
  UserAgent: 'User agent',
  Country: 'Country',
  City: 'City',
  Aso: 'AS organization',
  Region: 'Region',
  AccountId: 'Account',
  ErrorCode: 'Error code',
  Resource: 'About',
  Peer: 'Peer',
  LocalPort: 'Local port',
  RemotePort: 'Remote port',
  Protocol: 'Protocol',
  Direction: 'Direction',
  Action: 'Action',
  Subject: 'Subject',
  Verb: 'Verb',
  RequestUri: 'Request URI',
  Namespace: 'Namespace',
  ResponseStatus: 'Response status',
};

/** openapi.json, `Dimension`. */
export const DIMENSIONS_OF: Readonly<Record<ActivitySource, readonly Dimension[]>> = {
  API: ['IpAddress', 'Service', 'Api', 'Caller', 'Principal', 'UserAgent', 'Country', 'City', 'Aso', 'Region', 'AccountId', 'ErrorCode', 'Resource'],
  NETWORK: ['Peer', 'LocalPort', 'RemotePort', 'Protocol', 'Direction', 'Action', 'Country', 'Aso'],
  KUBERNETES: ['Subject', 'IpAddress', 'Verb', 'RequestUri', 'Namespace', 'UserAgent', 'ResponseStatus'],
};

export interface Sum {
  readonly id: 'SuccessCount' | 'FailureCount' | 'UnauthorizedCount' | 'ForbiddenCount' | 'InboundBytes' | 'OutboundBytes' | 'Packets' | 'Flows';
  readonly name: string;
  readonly isBytes?: boolean;
}

export const SUMS_OF: Readonly<Record<ActivitySource, readonly Sum[]>> = {
  API: [
    { id: 'SuccessCount', name: 'Successful calls' },
    { id: 'FailureCount', name: 'Failed calls' },
  ],
  NETWORK: [
    { id: 'InboundBytes', name: 'Inbound', isBytes: true },
    { id: 'OutboundBytes', name: 'Outbound', isBytes: true },
    { id: 'Packets', name: 'Packets' },
    { id: 'Flows', name: 'Flows' },
  ],
  KUBERNETES: [
    { id: 'SuccessCount', name: 'Successful calls' },
    { id: 'UnauthorizedCount', name: 'Unauthorized' },
    { id: 'ForbiddenCount', name: 'Forbidden' },
    { id: 'FailureCount', name: 'Failed calls' },
  ],
};

export function sumOf(group: Partial<Pick<ActivityGroup, Sum['id']>>, sum: Sum): number {
  return group[sum.id] ?? 0;
}

/** IANA's numbers that everybody knows by their names. */
const PROTOCOLS: Readonly<Record<string, string>> = { '1': 'ICMP', '6': 'TCP', '17': 'UDP', '47': 'GRE', '50': 'ESP', '58': 'ICMPv6', '132': 'SCTP' };

/** A value as people say it. */
export function valueName(dimension: Dimension, value: string): string {
  if (dimension === 'Direction') return wordOf(FLOW_DIRECTION_WORDS, value);
  if (dimension === 'Action') return wordOf(FLOW_ACTION_WORDS, value);
  const name = dimension === 'Protocol' ? PROTOCOLS[value] : undefined;
  return name === undefined ? value : `${name} (${value})`;
}

/** "Common API substrings" of Detective's filter. */
export const API_SUBSTRINGS: readonly string[] = ['List', 'Get', 'Describe', 'Create', 'Delete', 'Put', 'Update', 'Attach', 'Assume', 'Modify', 'Stop', 'Terminate'];

const PRIVATE: readonly string[] = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'];

/** Everything else, as there is no operator for "in none of these blocks": RFC 1918's complement, and global unicast. */
const PUBLIC: readonly string[] = [
  '0.0.0.0/5', '8.0.0.0/7', '11.0.0.0/8', '12.0.0.0/6', '16.0.0.0/4', '32.0.0.0/3', '64.0.0.0/2', '128.0.0.0/3', '160.0.0.0/5',
  '168.0.0.0/6', '172.0.0.0/12', '172.32.0.0/11', '172.64.0.0/10', '172.128.0.0/9', '173.0.0.0/8', '174.0.0.0/7', '176.0.0.0/4',
  '192.0.0.0/9', '192.128.0.0/11', '192.160.0.0/13', '192.169.0.0/16', '192.170.0.0/15', '192.172.0.0/14', '192.176.0.0/12',
  '192.192.0.0/10', '193.0.0.0/8', '194.0.0.0/7', '196.0.0.0/6', '200.0.0.0/5', '208.0.0.0/4', '2000::/3',
];

/** "CIDR patterns" of Detective's filter. */
export const BLOCKS: Readonly<Record<string, readonly string[]>> = { 'Public addresses': PUBLIC, 'Private addresses': PRIVATE };

export const BLOCK = 'block';

export interface FilterToken {
  readonly propertyKey?: string;
  readonly operator: string;
  readonly value: unknown;
}

const OPERATORS: Readonly<Record<string, Filter['Operator']>> = { '=': 'EQUALS', '!=': 'NOT_EQUALS', ':': 'CONTAINS', '!:': 'NOT_CONTAINS' };

/** The filters of a property filter's tokens. A block is a property of its own: the design system has no such operator. */
export function filtersOfTokens(tokens: readonly FilterToken[], source: ActivitySource): Filter[] {
  return tokens.flatMap(({ propertyKey, operator, value }) => {
    const text = String(value);
    if (propertyKey === BLOCK) {
      const Dimension = source === 'NETWORK' ? 'Peer' : 'IpAddress';
      return [{ Dimension, Operator: 'IN_CIDR' as const, Values: [...(BLOCKS[text] ?? [text])] }];
    }
    const Dimension = DIMENSIONS_OF[source].find((it) => it === propertyKey);
    const Operator = OPERATORS[operator];
    return Dimension && Operator && text !== '' ? [{ Dimension, Operator, Values: [text] }] : [];
  });
}
