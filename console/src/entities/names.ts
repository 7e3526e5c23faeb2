// What people call an entity whose name nobody told: the part of its id that means something to them.

import type { EntityType } from '../api/behavior.gen';
import { ENTITY_TYPES, isEntityType } from './types';

const whole = (id: string): string => id;
/** `<role's id>:<session>` */
const afterColon = (id: string): string => id.slice(id.indexOf(':') + 1) || id;
/** `<name>~<cluster>~<account>~EKS` */
const beforeTilde = (id: string): string => id.split('~')[0] || id;

const SHORT: Readonly<Record<EntityType, (id: string) => string>> = {
  AwsAccount: whole,
  AwsUser: whole,
  AwsRole: whole,
  AwsRoleSession: afterColon,
  FederatedUser: whole,
  Ec2Instance: whole,
  IpAddress: whole,
  S3Bucket: whole,
  UserAgent: whole,
  ContainerCluster: beforeTilde,
  ContainerPod: beforeTilde,
  ContainerImage: whole,
  KubernetesSubject: beforeTilde,
};

export function shortName(type: EntityType, id: string): string {
  return SHORT[type](id);
}

/** `AWS role`; a kind that only a newer server knows is named by its id. */
export function typeName(type: string): string {
  return isEntityType(type) ? ENTITY_TYPES[type].name : type;
}
