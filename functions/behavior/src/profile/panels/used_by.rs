//! Who used an address or a user agent.

use gumshoe_activity::{EntityType, RelationType};

use super::relations;
use crate::profile::material::Need;
use crate::profile::panel::{Panel, Tab};
use crate::relating::Direction;

pub(super) static PANEL: Panel = Panel {
    id: "UsedBy",
    title: "Users, roles and sessions that used it",
    guidance: "Everybody who called from the address or with the user agent in the scope time; one used by many who have nothing else in common is a shared network, a service, or somebody with stolen credentials.",
    tab: Tab::ResourceInteraction,
    entity_types: &[EntityType::IpAddress, EntityType::UserAgent],
    needs: &[
        Need::Relation(RelationType::UsedAddress),
        Need::Relation(RelationType::UsedUserAgent),
    ],
    draw: |material| {
        let relation = match material.entity.kind {
            EntityType::IpAddress => RelationType::UsedAddress,
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
            | EntityType::KubernetesSubject => RelationType::UsedUserAgent,
        };
        relations::table(material, relation, Direction::Incoming, &[])
    },
};
