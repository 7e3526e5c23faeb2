// What the console knows of each kind of entity: its name and its icon. Everything else comes from the server.

import type { EntityType } from '../api/behavior.gen';

interface Known {
  /** As Amazon Detective's console writes it. */
  readonly name: string;
  readonly plural: string;
  /** Paths of a 16 by 16 icon of strokes. */
  readonly icon: readonly string[];
  /** What one may search for. User Guide, "Searching for a finding or entity". */
  readonly search: string;
}

/** Exhaustive by type: a kind that the API document gains does not compile until it is here. */
export const ENTITY_TYPES: Readonly<Record<EntityType, Known>> = {
  AwsAccount: {
    name: 'AWS account',
    plural: 'AWS accounts',
    icon: ['M2 14V5l6-3 6 3v9z', 'M6 14v-4h4v4', 'M5.5 7h5'],
    search: 'Account id',
  },
  AwsUser: {
    name: 'AWS user',
    plural: 'AWS users',
    icon: ['M8 8a3 3 0 1 0 0-6 3 3 0 0 0 0 6z', 'M2 15c0-3 2.5-5 6-5s6 2 6 5'],
    search: 'Principal id, name or ARN',
  },
  AwsRole: {
    name: 'AWS role',
    plural: 'AWS roles',
    icon: ['M2 10h12', 'M4 10l1-6c1.5-1 4.5-1 6 0l1 6', 'M4 13a2 2 0 0 0 4 0 2 2 0 0 0 4 0'],
    search: 'Principal id, name or ARN',
  },
  AwsRoleSession: {
    name: 'Role session',
    plural: 'Role sessions',
    icon: ['M8 15A7 7 0 1 0 8 1a7 7 0 0 0 0 14z', 'M8 4v4l3 2'],
    search: 'Session id, session ARN, session name, or the role\u2019s id',
  },
  FederatedUser: {
    name: 'Federated user',
    plural: 'Federated users',
    icon: ['M6 8a3 3 0 1 0 0-6 3 3 0 0 0 0 6z', 'M1 15c0-3 2-5 5-5 1 0 2 .2 2.8.7', 'M10 13h5', 'M13 10.5 15.5 13 13 15.5'],
    search: 'Provider and name, or the name',
  },
  Ec2Instance: {
    name: 'EC2 instance',
    plural: 'EC2 instances',
    icon: ['M4 4h8v8H4z', 'M6 1v3M10 1v3M6 12v3M10 12v3M1 6h3M1 10h3M12 6h3M12 10h3'],
    search: 'Instance id',
  },
  IpAddress: {
    name: 'IP address',
    plural: 'IP addresses',
    icon: ['M8 15A7 7 0 1 0 8 1a7 7 0 0 0 0 14z', 'M1 8h14', 'M8 1c-4.5 4-4.5 10 0 14 4.5-4 4.5-10 0-14z'],
    search: 'Address, pattern (1.0.*.*) or CIDR block (1.0.0.0/16)',
  },
  S3Bucket: {
    name: 'S3 bucket',
    plural: 'S3 buckets',
    icon: ['M2 3.5c0 3 12 3 12 0s-12-3-12 0z', 'M2 3.5 4 13c0 2 8 2 8 0l2-9.5'],
    search: 'Name or ARN',
  },
  UserAgent: {
    name: 'User agent',
    plural: 'User agents',
    icon: ['M1 2h14v12H1z', 'M4 6l2.5 2L4 10', 'M8 11h4'],
    search: 'The user agent, or part of it between asterisks',
  },
  ContainerCluster: {
    name: 'EKS cluster',
    plural: 'EKS clusters',
    icon: ['M8 1l6 3.5v7L8 15l-6-3.5v-7z', 'M8 5l2.6 1.5v3L8 11 5.4 9.5v-3z'],
    search: 'Name or ARN',
  },
  ContainerPod: {
    name: 'Kubernetes pod',
    plural: 'Kubernetes pods',
    icon: ['M8 1.5l6 3v7l-6 3-6-3v-7z', 'M2 4.5l6 3 6-3', 'M8 7.5v7'],
    search: 'Name or UID',
  },
  ContainerImage: {
    name: 'Container image',
    plural: 'Container images',
    icon: ['M2 6 8 3l6 3-6 3z', 'M2 10l6 3 6-3'],
    search: 'Repository or full digest',
  },
  KubernetesSubject: {
    name: 'Kubernetes subject',
    plural: 'Kubernetes subjects',
    icon: ['M8 1l6 3.5v7L8 15l-6-3.5v-7z', 'M8 8a1.8 1.8 0 1 0 0-3.6A1.8 1.8 0 0 0 8 8z', 'M4.8 12c.3-2 1.5-2.8 3.2-2.8s2.9.8 3.2 2.8'],
    search: 'Name',
  },
};

/** Strokes for what is no entity of the graph but is linked to as one. */
export const FINDING_ICON: readonly string[] = ['M8 2 15 14H1z', 'M8 6.5v3.5', 'M8 11.5v1'];
export const FINDING_GROUP_ICON: readonly string[] = [
  'M4 6a2 2 0 1 0 0-4 2 2 0 0 0 0 4z',
  'M12 8.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4z',
  'M6.5 14.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4z',
  'M5 6l1 4.5M8 11.3l2.5-3M6 4.5l4 1.5',
];

export const ENTITY_TYPE_NAMES = Object.keys(ENTITY_TYPES) as EntityType[];

export function isEntityType(text: string): text is EntityType {
  return Object.hasOwn(ENTITY_TYPES, text);
}

/** Types that can be investigated: Detective investigates IAM users and roles. */
export function isInvestigable(type: EntityType): boolean {
  return type === 'AwsUser' || type === 'AwsRole';
}
