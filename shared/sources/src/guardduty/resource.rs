//! What a finding of `GuardDuty` is about.
//!
//! <https://docs.aws.amazon.com/guardduty/latest/APIReference/API_Resource.html>

use gumshoe_activity::{EntityType, Role};
use gumshoe_domain::AccountId;
use serde_json::Value;

use crate::findings::{Arn, Entities, elements, member, principal, text};

/// Adds whose credentials were used.
pub(super) fn principals(
    entities: &mut Entities,
    resource: &Value,
    account: AccountId,
    role: Role,
) {
    if let Some(key) = member(resource, "accessKeyDetails") {
        let (kind, id) = (text(key, "userType"), text(key, "principalId"));
        principal(entities, kind, id, account, role);
    }
}

/// Adds instances, buckets, clusters, and what runs in them.
pub(super) fn resources(entities: &mut Entities, resource: &Value, account: AccountId, role: Role) {
    if let Some(id) = member(resource, "instanceDetails").and_then(|it| text(it, "instanceId")) {
        entities.add(EntityType::Ec2Instance, id, role);
    }
    for bucket in elements(resource, "s3BucketDetails") {
        if let Some(name) = text(bucket, "name") {
            entities.add(EntityType::S3Bucket, name, role);
        }
    }
    if let Some(container) = member(resource, "containerDetails") {
        image(entities, container, role);
    }
    if let Some(cluster) = member(resource, "ecsClusterDetails") {
        ecs(entities, cluster, role);
    }
    let eks = member(resource, "eksClusterDetails");
    let cluster = eks.and_then(|it| cluster_of(it, account));
    if let Some(cluster) = &cluster {
        let id = format!("{cluster}~EKS");
        entities.add(EntityType::ContainerCluster, &id, role);
    }
    if let Some(details) = member(resource, "kubernetesDetails") {
        kubernetes(entities, details, cluster.as_deref(), role);
    }
}

/// Adds the addresses of instances.
pub(super) fn addresses(entities: &mut Entities, resource: &Value, role: Role) {
    if let Some(instance) = member(resource, "instanceDetails") {
        for interface in elements(instance, "networkInterfaces") {
            entities.add_interface(interface, role);
        }
    }
}

/// A cluster of EKS, as its subjects and pods name it: `<cluster>~<account>`.
fn cluster_of(details: &Value, account: AccountId) -> Option<String> {
    let owner = text(details, "arn").and_then(Arn::parse);
    // Without an ARN, it is in the finding's account.
    let owner = owner.map(|it| it.account).filter(|it| !it.is_empty());
    let owner = owner.unwrap_or(account.as_str());
    text(details, "name").map(|name| format!("{name}~{owner}"))
}

fn kubernetes(entities: &mut Entities, details: &Value, cluster: Option<&str>, role: Role) {
    let workload = member(details, "kubernetesWorkloadDetails");
    for container in workload.map_or(&[][..], |it| elements(it, "containers")) {
        image(entities, container, role);
    }
    let Some(cluster) = cluster else { return };
    if let Some(user) = member(details, "kubernetesUserDetails") {
        let impersonated = member(user, "impersonatedUser").and_then(|it| text(it, "username"));
        for name in [text(user, "username"), impersonated].into_iter().flatten() {
            subject(entities, name, cluster, role);
        }
    }
    if let Some(workload) = workload {
        self::workload(entities, workload, cluster, role);
    }
}

fn workload(entities: &mut Entities, workload: &Value, cluster: &str, role: Role) {
    if let (Some("pods"), Some(uid)) = (text(workload, "type"), text(workload, "uid")) {
        let id = format!("{uid}~{cluster}~EKS");
        entities.add(EntityType::ContainerPod, &id, role);
    }
    if let Some((space, name)) =
        text(workload, "namespace").zip(text(workload, "serviceAccountName"))
    {
        let name = format!("system:serviceaccount:{space}:{name}");
        subject(entities, &name, cluster, role);
    }
}

fn subject(entities: &mut Entities, name: &str, cluster: &str, role: Role) {
    let id = format!("{name}~{cluster}");
    entities.add(EntityType::KubernetesSubject, &id, role);
}

/// The cluster and the task of ECS, by their ARNs.
fn ecs(entities: &mut Entities, cluster: &Value, role: Role) {
    let task = member(cluster, "taskDetails");
    let arns = [text(cluster, "arn"), task.and_then(|it| text(it, "arn"))];
    for arn in arns.into_iter().flatten().filter_map(Arn::parse) {
        arn.add_to(entities, role);
    }
    for container in task.map_or(&[][..], |it| elements(it, "containers")) {
        image(entities, container, role);
    }
}

fn image(entities: &mut Entities, container: &Value, role: Role) {
    if let Some(image) = text(container, "image") {
        entities.add(EntityType::ContainerImage, image, role);
    }
}
