//! With which user agents an entity called.

use gumshoe_activity::{EntityType, RelationType};

use super::relations;
use crate::profile::material::Need;
use crate::profile::panel::{Panel, Tab};
use crate::relating::Direction;

pub(super) static PANEL: Panel = Panel {
    id: "UsedUserAgents",
    title: "User agents used",
    guidance: "The programs with which calls were made in the scope time, as they call themselves.",
    tab: Tab::ResourceInteraction,
    entity_types: &[
        EntityType::AwsUser,
        EntityType::AwsRole,
        EntityType::AwsRoleSession,
        EntityType::FederatedUser,
        EntityType::Ec2Instance,
        EntityType::IpAddress,
    ],
    needs: &[Need::Relation(RelationType::UsedUserAgent)],
    draw: |material| {
        relations::table(
            material,
            RelationType::UsedUserAgent,
            Direction::Outgoing,
            &[],
        )
    },
};
