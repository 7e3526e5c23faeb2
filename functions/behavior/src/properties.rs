//! What is known of an entity beside its names: who made it, when, and what belongs to it.

use std::collections::BTreeSet;

use gumshoe_activity::{Entity, EntityType, RelationType, is_interface_id};
use gumshoe_domain::{ScopeTime, Timestamp};
use gumshoe_segments::SegmentError;
use gumshoe_store::Manifest;
use serde::Serialize;

use crate::attachments::{Attachments, is_task};
use crate::profile::form::{Cell, CellType, KeyValue};
use crate::relating::{Direction, Known, Tie, Ties, Wanted, ties};
use crate::shapes::EntityReference;

/// How far back properties are looked for: what a scope time may have at most.
const SECONDS: i64 = 365 * 24 * 3_600;

/// Values of a property that are answered, at most.
const MOST: usize = 50;

/// The properties of an entity, as they are answered.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Properties {
    #[serde(skip_serializing_if = "Option::is_none")]
    created_by: Option<EntityReference>,
    /// The first creation: a name that was deleted and created again is the same entity.
    #[serde(skip_serializing_if = "Option::is_none")]
    creation_time: Option<String>,
    /// The last deletion.
    #[serde(skip_serializing_if = "Option::is_none")]
    deletion_time: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<EntityReference>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    started_by: Vec<EntityReference>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    started_by_others: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    instance_profiles: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    network_interfaces: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    addresses: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    images: Vec<String>,
    /// The nodes on which a pod was seen: one, unless the log is wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    nodes: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    service_account: Option<EntityReference>,
    /// What takes away from what isolates a pod from its node.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    security_settings: Vec<String>,
    /// ARNs of the roles with which a cluster was created.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    service_roles: Vec<String>,
    /// The instance to which an interface was attached last.
    #[serde(skip_serializing_if = "Option::is_none")]
    instance: Option<EntityReference>,
    /// The task of ECS that had an interface last.
    #[serde(skip_serializing_if = "Option::is_none")]
    task: Option<EntityReference>,
    /// What flow logs tell of a task of ECS.
    #[serde(flatten)]
    of_task: OfTask,
}

/// What is known of a task of ECS.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
struct OfTask {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    ecs_services: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    task_definitions: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    container_instances: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    containers: Vec<String>,
}

impl OfTask {
    /// From the details of its relation to its cluster.
    fn told(details: &[String]) -> Self {
        let of = |kind: &str| -> Vec<String> {
            let named = details.iter().filter_map(|it| it.split_once('/'));
            let of_kind = named.filter(|(it, _)| *it == kind);
            of_kind.map(|(_, name)| name.to_owned()).collect()
        };
        Self {
            ecs_services: of("service"),
            task_definitions: of("task-definition"),
            container_instances: of("container-instance"),
            containers: of("container"),
        }
    }
}

impl Properties {
    /// Adds what is known to a panel.
    pub(crate) fn facts(&self, facts: KeyValue) -> KeyValue {
        let entity = |it: &Option<EntityReference>| it.as_ref().map(EntityReference::cell);
        let time = |it: &Option<String>| it.clone().map(Cell::Text);
        let texts = |it: &[String]| it.iter().cloned().map(Cell::Text).collect::<Vec<_>>();
        facts
            .with("Created by", CellType::Entity, entity(&self.created_by))
            .with("Created", CellType::Time, time(&self.creation_time))
            .with("Deleted", CellType::Time, time(&self.deletion_time))
            .with("Role", CellType::Entity, entity(&self.role))
            .with(
                "Started by",
                CellType::Entity,
                self.started_by.iter().map(EntityReference::cell),
            )
            .with(
                "Started by others",
                CellType::Text,
                texts(&self.started_by_others),
            )
            .with(
                "Instance profiles",
                CellType::Text,
                texts(&self.instance_profiles),
            )
            .with(
                "Network interfaces",
                CellType::Text,
                texts(&self.network_interfaces),
            )
            .with("Addresses", CellType::Text, texts(&self.addresses))
            .with("Instance", CellType::Entity, entity(&self.instance))
            .with("ECS task", CellType::Entity, entity(&self.task))
            .with(
                "ECS service",
                CellType::Text,
                texts(&self.of_task.ecs_services),
            )
            .with(
                "Task definition",
                CellType::Text,
                texts(&self.of_task.task_definitions),
            )
            .with(
                "Container instance",
                CellType::Text,
                texts(&self.of_task.container_instances),
            )
            .with(
                "Containers",
                CellType::Text,
                texts(&self.of_task.containers),
            )
    }
}

/// The stored relations that tell properties of a kind of entity.
fn telling(kind: EntityType) -> &'static [RelationType] {
    match kind {
        EntityType::AwsUser | EntityType::AwsRole | EntityType::S3Bucket => {
            &[RelationType::Created, RelationType::Deleted]
        }
        EntityType::ContainerCluster => &[RelationType::Created, RelationType::Deleted],
        EntityType::Ec2Instance => &[
            RelationType::Created,
            RelationType::Deleted,
            RelationType::AttachedInterface,
            RelationType::AssociatedInstanceProfile,
            RelationType::AssignedAddress,
        ],
        EntityType::ContainerPod => &[
            RelationType::Created,
            RelationType::Deleted,
            RelationType::AssignedAddress,
            RelationType::RunsImage,
            RelationType::RunsIn,
            RelationType::RunsAs,
        ],
        EntityType::AwsRoleSession => &[RelationType::StartedSession, RelationType::HasSession],
        EntityType::AwsAccount
        | EntityType::FederatedUser
        | EntityType::IpAddress
        | EntityType::UserAgent
        | EntityType::ContainerImage
        | EntityType::KubernetesSubject => &[],
    }
}

/// The properties of `entity`, if its kind has any.
pub(crate) async fn of(
    manifest: &Manifest<'_>,
    entity: &Entity,
    now: Timestamp,
) -> Result<Option<Properties>, SegmentError> {
    let relations = telling(entity.kind);
    let Ok(scope) = ScopeTime::new(now.plus_seconds(-SECONDS), now) else {
        return Ok(None);
    };
    if relations.is_empty() {
        return Ok(None);
    }
    let wanted = Wanted {
        relations: relations.iter().copied().collect(),
        direction: None,
    };
    let ties = ties(manifest, scope, entity, &wanted).await?;
    let (instance, task) = holders(manifest, scope, entity).await?;
    Ok(Some(Properties {
        instance,
        task,
        ..properties(entity, &ties)
    }))
}

fn properties(entity: &Entity, ties: &Ties<'_>) -> Properties {
    let of = |relation, direction| {
        ties.known
            .iter()
            .filter(move |(tie, _)| tie.relation == relation && tie.direction == direction)
    };
    let incoming = |relation| of(relation, Direction::Incoming);
    let details = |relation| -> Vec<String> {
        let texts = incoming(relation).flat_map(|(_, known)| known.details.iter().cloned());
        let distinct: BTreeSet<String> = texts.collect();
        distinct.into_iter().take(MOST).collect()
    };
    let creation = incoming(RelationType::Created)
        .min_by_key(|(tie, known)| (known.first_seen, tie.other.kind));
    let deletions = incoming(RelationType::Deleted).map(|(_, known)| known.last_seen);
    let outgoing = |relation| of(relation, Direction::Outgoing);
    let others = |relation| -> Vec<String> {
        let ids = outgoing(relation).map(|(tie, _)| tie.other.id.clone());
        ids.take(MOST).collect()
    };
    let told = |relation| -> Vec<String> {
        let texts = outgoing(relation).flat_map(|(_, known)| &known.details);
        let each: BTreeSet<&str> = texts.flat_map(|it| it.split(',')).collect();
        each.into_iter().take(MOST).map(str::to_owned).collect()
    };
    let runs_in = told(RelationType::RunsIn);
    let (of_task, nodes) = if is_task(&entity.id) {
        (OfTask::told(&runs_in), Vec::new())
    } else {
        (OfTask::default(), runs_in)
    };
    Properties {
        created_by: creation.map(reference),
        creation_time: creation.map(|(_, known)| known.first_seen.to_string()),
        deletion_time: deletions.max().map(|it| it.to_string()),
        role: role(entity),
        started_by: incoming(RelationType::StartedSession)
            .take(MOST)
            .map(reference)
            .collect(),
        started_by_others: details(RelationType::HasSession),
        instance_profiles: details(RelationType::AssociatedInstanceProfile),
        network_interfaces: details(RelationType::AttachedInterface),
        addresses: others(RelationType::AssignedAddress),
        images: others(RelationType::RunsImage),
        nodes,
        service_account: outgoing(RelationType::RunsAs).next().map(reference),
        security_settings: told(RelationType::RunsAs),
        service_roles: details(RelationType::Created),
        instance: None,
        task: None,
        of_task,
    }
}

/// The instance and the task of ECS of a network interface.
async fn holders(
    manifest: &Manifest<'_>,
    scope: ScopeTime,
    entity: &Entity,
) -> Result<(Option<EntityReference>, Option<EntityReference>), SegmentError> {
    if entity.kind != EntityType::Ec2Instance || !is_interface_id(&entity.id) {
        return Ok((None, None));
    }
    let interfaces = BTreeSet::from([entity.id.clone()]);
    let all = Attachments::of_interfaces(manifest, scope, &interfaces).await?;
    let reference = |kind, id: &str| {
        let entity = Entity {
            kind,
            id: id.to_owned(),
        };
        EntityReference::new(&entity, None, None)
    };
    let instance = all.last_holder_of(&entity.id);
    let task = all.last_task_of(&entity.id);
    Ok((
        instance.map(|id| reference(EntityType::Ec2Instance, id)),
        task.map(|id| reference(EntityType::ContainerPod, id)),
    ))
}

fn reference((tie, known): (&Tie, &Known)) -> EntityReference {
    EntityReference::new(&tie.other, known.arn.clone(), known.account.clone())
}

/// The role of a session: what its id begins with.
fn role(entity: &Entity) -> Option<EntityReference> {
    let (role, _) = entity.id.split_once(':')?;
    (entity.kind == EntityType::AwsRoleSession).then(|| {
        let role = Entity {
            kind: EntityType::AwsRole,
            id: role.to_owned(),
        };
        EntityReference::new(&role, None, None)
    })
}
