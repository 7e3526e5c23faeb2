//! The pods that run an image.

use gumshoe_activity::{EntityType, RelationType};

use super::relations;
use crate::profile::material::Need;
use crate::profile::panel::{Panel, Tab};
use crate::relating::Direction;

pub(super) static PANEL: Panel = Panel {
    id: "RunningCopies",
    title: "Pods that ran this image",
    guidance: "The pods in which a container ran the image, as far as the audit log of the scope time shows.",
    tab: Tab::Overview,
    entity_types: &[EntityType::ContainerImage],
    needs: &[Need::Relation(RelationType::RunsImage)],
    draw: |material| relations::table(material, RelationType::RunsImage, Direction::Incoming, &[]),
};
