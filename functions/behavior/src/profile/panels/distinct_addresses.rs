//! How many addresses were spoken with.

use gumshoe_activity::EntityType;

use super::flow_volume::DRILL_DOWN;
use crate::profile::form::{CellType, Form, Series, Timeline};
use crate::profile::material::{Material, Need};
use crate::profile::panel::{Panel, Tab};

pub(super) static PANEL: Panel = Panel {
    id: "DistinctIpAddresses",
    title: "Distinct IP addresses over time",
    guidance: "How many addresses there were on the other side; a jump is what a network scan, or a server that was found, looks like.",
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
            id: "DistinctIpAddresses",
            label: "IP addresses",
            kind: CellType::Count,
            values: bins
                .iter()
                .map(|bin| traffic.distinct_peers(*bin))
                .collect(),
            baseline: None,
        }],
        Some(&DRILL_DOWN),
    )))
}
