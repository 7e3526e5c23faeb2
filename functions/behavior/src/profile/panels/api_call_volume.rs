//! How many API calls an entity made, or that were about it.

use gumshoe_activity::EntityType;

use crate::profile::form::{CellType, DrillDown, DrillDownTab, Form, Timeline};
use crate::profile::material::{Material, Need};
use crate::profile::panel::{Panel, Tab};

pub(super) static PANEL: Panel = Panel {
    id: "OverallApiCallVolume",
    title: "Overall API call volume",
    guidance: "Successful and failed API calls over time, beside what was usual in the 45 days before; a burst, or failures where there were none, is where to look further.",
    tab: Tab::Overview,
    entity_types: &[
        EntityType::AwsAccount,
        EntityType::AwsUser,
        EntityType::AwsRole,
        EntityType::AwsRoleSession,
        EntityType::FederatedUser,
        EntityType::Ec2Instance,
        EntityType::IpAddress,
        EntityType::S3Bucket,
        EntityType::UserAgent,
    ],
    needs: &[Need::Calls],
    draw,
};

/// Amazon Detective User Guide, "Activity details for overall API call volume".
static DRILL_DOWN: DrillDown = DrillDown {
    source: "API",
    tabs: &[
        DrillDownTab {
            title: "Observed IP addresses",
            group_by: &["IpAddress", "Service", "Api", "Caller"],
        },
        DrillDownTab {
            title: "API method by service",
            group_by: &["Service", "Api", "IpAddress", "Caller"],
        },
        DrillDownTab {
            title: "Resource",
            group_by: &["Caller", "IpAddress", "Service", "Api"],
        },
    ],
    row_filters: &[],
    filters: Vec::new(),
};

/// The same of an address: it is one.
static DRILL_DOWN_OF_ADDRESS: DrillDown = DrillDown {
    source: "API",
    tabs: &[
        DrillDownTab {
            title: "Resource",
            group_by: &["Caller", "Service", "Api"],
        },
        DrillDownTab {
            title: "API method by service",
            group_by: &["Service", "Api", "Caller"],
        },
    ],
    row_filters: &[],
    filters: Vec::new(),
};

fn draw(material: &Material<'_>) -> Option<Form> {
    let drill_down = match material.entity.kind {
        EntityType::IpAddress => Some(&DRILL_DOWN_OF_ADDRESS),
        // "The user agent profile has no activity details": the same page.
        EntityType::UserAgent => None,
        EntityType::AwsAccount
        | EntityType::AwsUser
        | EntityType::AwsRole
        | EntityType::AwsRoleSession
        | EntityType::FederatedUser
        | EntityType::Ec2Instance
        | EntityType::S3Bucket
        | EntityType::ContainerCluster
        | EntityType::ContainerPod
        | EntityType::ContainerImage
        | EntityType::KubernetesSubject => Some(&DRILL_DOWN),
    };
    let line = |at, id, label| {
        let what = (id, label, CellType::Count);
        material
            .calls
            .series(material.times, material.known.calls.as_ref(), at, what)
    };
    Some(Form::Timeline(Timeline::new(
        material.times,
        vec![
            line(0, "SuccessCount", "Successful calls"),
            line(1, "FailureCount", "Failed calls"),
        ],
        drill_down,
    )))
}
