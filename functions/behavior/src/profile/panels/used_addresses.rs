//! From which addresses an entity called.

use gumshoe_activity::{EntityType, RelationType};

use super::relations;
use crate::profile::material::Need;
use crate::profile::panel::{Panel, Tab};
use crate::relating::Direction;

pub(super) static PANEL: Panel = Panel {
    id: "UsedAddresses",
    title: "IP addresses used",
    guidance: "The addresses from which calls were made in the scope time; one that only this entity uses, or that nobody used before, is worth a look.",
    tab: Tab::ResourceInteraction,
    entity_types: &[
        EntityType::AwsUser,
        EntityType::AwsRole,
        EntityType::AwsRoleSession,
        EntityType::FederatedUser,
        EntityType::Ec2Instance,
    ],
    needs: &[Need::Relation(RelationType::UsedAddress)],
    draw: |material| {
        relations::table(
            material,
            RelationType::UsedAddress,
            Direction::Outgoing,
            &[],
        )
    },
};
