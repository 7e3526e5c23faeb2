//! How many calls to Kubernetes there were.

use gumshoe_activity::EntityType;

use crate::profile::form::{CellType, DrillDown, DrillDownTab, Form, Timeline};
use crate::profile::material::{Material, Need};
use crate::profile::panel::{Panel, Tab};

pub(super) static PANEL: Panel = Panel {
    id: "OverallKubernetesActivity",
    title: "Overall Kubernetes API activity",
    guidance: "Calls to the API server of EKS clusters over time: inside a cluster, about a pod, or by those who were authenticated as this entity. Unauthorized and forbidden calls are what probing looks like.",
    tab: Tab::KubernetesActivity,
    entity_types: &[
        EntityType::ContainerCluster,
        EntityType::ContainerPod,
        EntityType::KubernetesSubject,
        EntityType::AwsUser,
        EntityType::AwsRole,
        EntityType::AwsRoleSession,
        EntityType::IpAddress,
    ],
    needs: &[Need::Kubernetes],
    draw,
};

/// Amazon Detective User Guide, "Activity details for overall Kubernetes API activity".
static DRILL_DOWN: DrillDown = DrillDown {
    source: "KUBERNETES",
    tabs: &[
        DrillDownTab {
            title: "Subject",
            group_by: &["Subject", "IpAddress", "Verb", "RequestUri"],
        },
        DrillDownTab {
            title: "IP address",
            group_by: &["IpAddress", "Subject", "Verb", "RequestUri"],
        },
        DrillDownTab {
            title: "Kubernetes API call",
            group_by: &["Verb", "RequestUri", "Subject", "IpAddress"],
        },
    ],
    row_filters: &[],
    filters: Vec::new(),
};

fn draw(material: &Material<'_>) -> Option<Form> {
    let line = |at, id, label| {
        let what = (id, label, CellType::Count);
        material
            .kubernetes
            .series(material.times, material.known.kubernetes.as_ref(), at, what)
    };
    Some(Form::Timeline(Timeline::new(
        material.times,
        vec![
            line(0, "SuccessCount", "Successful calls"),
            line(1, "UnauthorizedCount", "Unauthorized calls"),
            line(2, "ForbiddenCount", "Forbidden calls"),
            line(3, "FailureCount", "Failed calls"),
        ],
        Some(&DRILL_DOWN),
    )))
}
