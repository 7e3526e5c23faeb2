//! The sessions of a role, or of an instance's credentials.

use gumshoe_activity::{EntityType, RelationType};

use super::relations;
use crate::profile::material::Need;
use crate::profile::panel::{Panel, Tab};
use crate::relating::Direction;

pub(super) static PANEL: Panel = Panel {
    id: "RoleSessions",
    title: "Role sessions",
    guidance: "The sessions in which these credentials were used in the scope time; each has a profile of its own.",
    tab: Tab::ResourceInteraction,
    entity_types: &[EntityType::AwsRole, EntityType::Ec2Instance],
    needs: &[Need::Relation(RelationType::HasSession)],
    draw: |material| relations::table(material, RelationType::HasSession, Direction::Outgoing, &[]),
};
