//! What a principal created.

use gumshoe_activity::{EntityType, RelationType};

use super::relations;
use crate::profile::material::Need;
use crate::profile::panel::{Panel, Tab};
use crate::relating::Direction;

pub(super) static PANEL: Panel = Panel {
    id: "Created",
    title: "Resources created",
    guidance: "Users, roles, instances, buckets and clusters that were created in the scope time; an intruder makes some to come back.",
    tab: Tab::ResourceInteraction,
    entity_types: &[
        EntityType::AwsUser,
        EntityType::AwsRole,
        EntityType::AwsRoleSession,
    ],
    needs: &[Need::Relation(RelationType::Created)],
    draw: |material| relations::table(material, RelationType::Created, Direction::Outgoing, &[]),
};
