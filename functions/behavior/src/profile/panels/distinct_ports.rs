//! How many ports of services were spoken to.

use gumshoe_activity::EntityType;

use super::flow_volume::DRILL_DOWN;
use crate::profile::form::{CellType, Form, Series, Timeline};
use crate::profile::material::{Material, Need};
use crate::profile::panel::{Panel, Tab};

pub(super) static PANEL: Panel = Panel {
    id: "DistinctPorts",
    title: "Distinct count of ports over time",
    guidance: "How many ports of services were used on either side; a jump is what a port scan looks like.",
    tab: Tab::Network,
    entity_types: &[EntityType::Ec2Instance, EntityType::ContainerPod],
    needs: &[Need::Traffic],
    draw,
};

fn draw(material: &Material<'_>) -> Option<Form> {
    let traffic = &material.traffic;
    let bins: Vec<_> = material.times.shown_bins().collect();
    Some(Form::Timeline(Timeline::new(
        material.times,
        vec![Series {
            id: "DistinctPorts",
            label: "Ports",
            kind: CellType::Count,
            values: bins
                .iter()
                .map(|bin| traffic.distinct_ports(*bin))
                .collect(),
            baseline: None,
        }],
        Some(&DRILL_DOWN),
    )))
}
