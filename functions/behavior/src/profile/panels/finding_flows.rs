//! What passed between an instance and the address that a finding is about.

use gumshoe_activity::{Entity, EntityType, Finding};

use super::flow_volume::{DRILL_DOWN, inbound_and_outbound};
use crate::profile::form::{Form, Timeline};
use crate::profile::material::{Material, Need};
use crate::profile::panel::{Panel, Tab};

pub(super) static PANEL: Panel = Panel {
    id: "FindingVpcFlowVolume",
    title: "VPC flow volume to and from the finding's IP address",
    guidance: "Bytes between the entity and the address that the chosen finding is about, also before and after it; traffic that was there long before the finding is older than what the detector saw.",
    tab: Tab::Network,
    entity_types: &[EntityType::Ec2Instance, EntityType::ContainerPod],
    needs: &[Need::Traffic],
    draw,
};

fn draw(material: &Material<'_>) -> Option<Form> {
    let with = material.traffic.with_finding.as_ref()?;
    let lines = inbound_and_outbound(&with.hours, material);
    let timeline = Timeline::new(material.times, lines, Some(&DRILL_DOWN));
    Some(Form::Timeline(timeline.of_value("Peer", &with.address)))
}

/// The address at the other side of a finding than `entity`. Nothing where there are several: Amazon Detective
/// User Guide, "Activity details for VPC flow volume to and from the finding's IP address".
pub(crate) fn address_of(finding: &Finding, entity: &Entity) -> Option<String> {
    let own = finding.involved.iter().find(|it| it.entity == *entity)?;
    let other = own.role.opposite();
    let mut addresses = finding
        .involved
        .iter()
        .filter(|it| it.entity.kind == EntityType::IpAddress && it.role == other);
    match (addresses.next(), addresses.next()) {
        (Some(one), None) => Some(one.entity.id.clone()),
        (None | Some(_), _) => None,
    }
}
