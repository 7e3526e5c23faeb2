//! What runs in a cluster or a pod.

use gumshoe_activity::{EntityType, RelationType};

use super::relations;
use crate::profile::material::Need;
use crate::profile::panel::{Panel, Tab};
use crate::relating::Direction;

pub(super) static PANEL: Panel = Panel {
    id: "ContainerDetails",
    title: "Container details",
    guidance: "The pods that the audit log shows in a cluster, or the images that it shows in a pod, in the scope time; a pod or an image that nobody deployed before is worth a look.",
    tab: Tab::Overview,
    entity_types: &[EntityType::ContainerCluster, EntityType::ContainerPod],
    needs: &[
        Need::Relation(RelationType::RunsIn),
        Need::Relation(RelationType::RunsImage),
    ],
    draw: |material| match material.entity.kind {
        EntityType::ContainerCluster => {
            relations::table(material, RelationType::RunsIn, Direction::Incoming, &[])
        }
        EntityType::ContainerPod => {
            relations::table(material, RelationType::RunsImage, Direction::Outgoing, &[])
        }
        EntityType::AwsAccount
        | EntityType::AwsUser
        | EntityType::AwsRole
        | EntityType::AwsRoleSession
        | EntityType::FederatedUser
        | EntityType::Ec2Instance
        | EntityType::IpAddress
        | EntityType::UserAgent
        | EntityType::S3Bucket
        | EntityType::ContainerImage
        | EntityType::KubernetesSubject => None,
    },
};
