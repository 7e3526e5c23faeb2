//! How many bytes passed, in both directions.

use gumshoe_activity::EntityType;

use crate::profile::activity::Hours;
use crate::profile::form::{CellType, DrillDown, DrillDownTab, Form, Series, Timeline};
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
    filters: Vec::new(),
};

fn draw(material: &Material<'_>) -> Option<Form> {
    let lines = inbound_and_outbound(&material.traffic.hours, material);
    Some(Form::Timeline(Timeline::new(
        material.times,
        lines,
        Some(&DRILL_DOWN),
    )))
}

/// The bytes of some traffic in both directions, beside what was usual of it.
pub(super) fn inbound_and_outbound(hours: &Hours, material: &Material<'_>) -> Vec<Series> {
    let line = |at, id, label| {
        let known = material.known.traffic.as_ref();
        hours.series(material.times, known, at, (id, label, CellType::Bytes))
    };
    vec![
        line(0, "InboundBytes", "Inbound"),
        line(1, "OutboundBytes", "Outbound"),
    ]
}
