//! Flows that were let through, and that were not.

use gumshoe_activity::EntityType;

use super::flow_volume::DRILL_DOWN;
use crate::profile::form::{CellType, Form, Series, Timeline};
use crate::profile::material::{Material, Need};
use crate::profile::panel::{Panel, Tab};

pub(super) static PANEL: Panel = Panel {
    id: "FlowVerdicts",
    title: "Accepted and rejected flows",
    guidance: "Flows that security groups and network ACLs let pass, and those that they did not; many rejected ones are a scan, or something that is configured wrongly.",
    tab: Tab::Network,
    entity_types: &[
        EntityType::Ec2Instance,
        EntityType::IpAddress,
        EntityType::ContainerPod,
    ],
    needs: &[Need::Traffic],
    draw,
};

fn draw(material: &Material<'_>) -> Option<Form> {
    let traffic = &material.traffic;
    let bins: Vec<_> = material.times.shown_bins().collect();
    Some(Form::Timeline(Timeline::new(
        material.times,
        vec![
            Series {
                id: "AcceptedFlows",
                label: "Accepted",
                kind: CellType::Count,
                values: bins.iter().map(|bin| traffic.verdicts(*bin)[0]).collect(),
                baseline: None,
            },
            Series {
                id: "RejectedFlows",
                label: "Rejected",
                kind: CellType::Count,
                values: bins.iter().map(|bin| traffic.verdicts(*bin)[1]).collect(),
                baseline: None,
            },
        ],
        Some(&DRILL_DOWN),
    )))
}
