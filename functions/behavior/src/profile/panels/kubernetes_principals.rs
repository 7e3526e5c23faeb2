//! The IAM principals behind a Kubernetes subject.

use gumshoe_activity::{EntityType, RelationType};

use super::relations;
use crate::profile::material::Need;
use crate::profile::panel::{Panel, Tab};
use crate::relating::Direction;

pub(super) static PANEL: Panel = Panel {
    id: "KubernetesPrincipals",
    title: "IAM principals authenticated as this subject",
    guidance: "The users, roles and sessions that were authenticated as the subject in the scope time; a subject with many is shared.",
    tab: Tab::KubernetesActivity,
    entity_types: &[EntityType::KubernetesSubject],
    needs: &[Need::Relation(RelationType::AuthenticatedAs)],
    draw: |material| {
        relations::table(
            material,
            RelationType::AuthenticatedAs,
            Direction::Incoming,
            &[],
        )
    },
};
