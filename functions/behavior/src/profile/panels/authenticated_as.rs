//! The Kubernetes subjects that a principal is.

use gumshoe_activity::{EntityType, RelationType};

use super::relations;
use crate::profile::material::Need;
use crate::profile::panel::{Panel, Tab};
use crate::relating::Direction;

pub(super) static PANEL: Panel = Panel {
    id: "AuthenticatedAs",
    title: "Kubernetes subjects",
    guidance: "The subjects of EKS clusters as which this principal was authenticated in the scope time.",
    tab: Tab::KubernetesActivity,
    entity_types: &[
        EntityType::AwsUser,
        EntityType::AwsRole,
        EntityType::AwsRoleSession,
    ],
    needs: &[Need::Relation(RelationType::AuthenticatedAs)],
    draw: |material| {
        relations::table(
            material,
            RelationType::AuthenticatedAs,
            Direction::Outgoing,
            &[],
        )
    },
};
