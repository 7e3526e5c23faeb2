//! Whom an instance, or an address, spoke with.

use gumshoe_activity::{EntityType, RelationType};

use super::relations;
use crate::profile::form::Form;
use crate::profile::material::{Material, Need};
use crate::profile::panel::{Panel, Tab};
use crate::relating::Direction;

pub(super) static PANEL: Panel = Panel {
    id: "Peers",
    title: "Addresses and instances communicated with",
    guidance: "The other side of the traffic in the scope time; an address that only this instance speaks with is worth a look.",
    tab: Tab::Network,
    entity_types: &[
        EntityType::Ec2Instance,
        EntityType::IpAddress,
        EntityType::ContainerPod,
    ],
    needs: &[Need::Relation(RelationType::CommunicatedWith)],
    draw,
};

fn draw(material: &Material<'_>) -> Option<Form> {
    let direction = match material.entity.kind {
        EntityType::IpAddress => Direction::Incoming,
        EntityType::AwsAccount
        | EntityType::AwsUser
        | EntityType::AwsRole
        | EntityType::AwsRoleSession
        | EntityType::FederatedUser
        | EntityType::Ec2Instance
        | EntityType::UserAgent
        | EntityType::S3Bucket
        | EntityType::ContainerCluster
        | EntityType::ContainerPod
        | EntityType::ContainerImage
        | EntityType::KubernetesSubject => Direction::Outgoing,
    };
    relations::table(material, RelationType::CommunicatedWith, direction, &[])
}
