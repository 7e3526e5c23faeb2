//! Who called about a bucket.

use gumshoe_activity::{EntityType, RelationType};

use super::relations;
use crate::profile::material::Need;
use crate::profile::panel::{Panel, Tab};
use crate::relating::Direction;

pub(super) static PANEL: Panel = Panel {
    id: "CallersOfBucket",
    title: "Principals that called about this bucket",
    guidance: "Everybody who made calls about the bucket in the scope time, and how many.",
    tab: Tab::ResourceInteraction,
    entity_types: &[EntityType::S3Bucket],
    needs: &[Need::Relation(RelationType::CalledApiOn)],
    draw: |material| {
        relations::table(
            material,
            RelationType::CalledApiOn,
            Direction::Incoming,
            &[],
        )
    },
};
