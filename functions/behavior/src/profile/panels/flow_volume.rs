//! How many bytes passed, in both directions.

use gumshoe_activity::EntityType;

use crate::profile::form::{CellType, DrillDown, DrillDownTab, Form, Timeline};
use crate::profile::material::{Material, Need};
use crate::profile::panel::{Panel, Tab};

pub(super) static PANEL: Panel = Panel {
    id: "OverallVpcFlowVolume",
    title: "Overall VPC flow volume",
    guidance: "Bytes in and out over time, beside what was usual in the 45 days before; more going out than ever is what exfiltration looks like.",
    tab: Tab::Network,
    entity_types: &[
        EntityType::Ec2Instance,
        EntityType::IpAddress,
        EntityType::ContainerPod,
        EntityType::ContainerCluster,
    ],
    needs: &[Need::Traffic],
    draw,
};

/// Amazon Detective User Guide, "Activity details for overall VPC flow volume": one table.
pub(super) static DRILL_DOWN: DrillDown = DrillDown {
    source: "NETWORK",
    tabs: &[DrillDownTab {
        title: "VPC flow",
        group_by: &[
            "Peer",
            "LocalPort",
            "RemotePort",
            "Protocol",
            "Direction",
            "Action",
        ],
    }],
    row_filters: &[],
};

fn draw(material: &Material<'_>) -> Option<Form> {
    let line = |at, id, label| {
        let what = (id, label, CellType::Bytes);
        material
            .traffic
            .hours
            .series(material.times, material.known.traffic.as_ref(), at, what)
    };
    Some(Form::Timeline(Timeline::new(
        material.times,
        vec![
            line(0, "InboundBytes", "Inbound"),
            line(1, "OutboundBytes", "Outbound"),
        ],
        Some(&DRILL_DOWN),
    )))
}
