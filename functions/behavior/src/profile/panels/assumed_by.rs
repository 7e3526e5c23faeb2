//! Who got credentials of a role.

use gumshoe_activity::{EntityType, RelationType};

use super::relations;
use crate::profile::material::Need;
use crate::profile::panel::{Panel, Tab};
use crate::relating::Direction;

pub(super) static PANEL: Panel = Panel {
    id: "AssumedBy",
    title: "Resources that assumed this role",
    guidance: "Everybody who got credentials of the role in the scope time; a principal of another account is a trust to look at.",
    tab: Tab::ResourceInteraction,
    entity_types: &[EntityType::AwsRole],
    needs: &[Need::Relation(RelationType::Assumed)],
    draw: |material| relations::table(material, RelationType::Assumed, Direction::Incoming, &[]),
};
