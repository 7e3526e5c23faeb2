//! The roles that an entity assumed.

use gumshoe_activity::{EntityType, RelationType};

use super::relations;
use crate::profile::material::Need;
use crate::profile::panel::{Panel, Tab};
use crate::relating::Direction;

pub(super) static PANEL: Panel = Panel {
    id: "RolesAssumed",
    title: "Roles assumed",
    guidance: "The roles whose credentials this entity got in the scope time; follow them to see what was done with them.",
    tab: Tab::ResourceInteraction,
    entity_types: &[
        EntityType::AwsUser,
        EntityType::AwsRole,
        EntityType::AwsRoleSession,
        EntityType::FederatedUser,
        EntityType::Ec2Instance,
    ],
    needs: &[Need::Relation(RelationType::Assumed)],
    draw: |material| relations::table(material, RelationType::Assumed, Direction::Outgoing, &[]),
};
