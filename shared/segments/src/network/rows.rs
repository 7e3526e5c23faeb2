//! Rows of network activity, by column, while they are written.

use std::sync::Arc;

use arrow_array::builder::{Float32Builder, Int64Builder, StringBuilder};
use arrow_array::{ArrayRef, Int64Array};
use gumshoe_activity::Flow;
use gumshoe_activity::flow::{FlowAction, Peer};

use crate::optional_texts::OptionalTexts;
use crate::write::times;

/// Up to a row group of rows.
#[derive(Default)]
pub struct NetworkRows {
    hour: Vec<i64>,
    account_id: StringBuilder,
    instance_id: StringBuilder,
    interface_id: StringBuilder,
    vpc_id: OptionalTexts,
    subnet_id: OptionalTexts,
    az_id: OptionalTexts,
    local_address: StringBuilder,
    peer_address: StringBuilder,
    peer_sketch: OptionalTexts,
    country: OptionalTexts,
    city: OptionalTexts,
    latitude: Float32Builder,
    longitude: Float32Builder,
    aso: OptionalTexts,
    direction: StringBuilder,
    action: StringBuilder,
    protocol: Int64Builder,
    local_port: Int64Builder,
    remote_port: Int64Builder,
    traffic_path: Int64Builder,
    bytes: Vec<i64>,
    packets: Vec<i64>,
    flows: Vec<i64>,
    first_seen: Vec<i64>,
    last_seen: Vec<i64>,
}

impl NetworkRows {
    /// Adds a row.
    pub(crate) fn push(&mut self, flow: &Flow<'_>) {
        let (interface, service, traffic) = (&flow.interface, &flow.service, &flow.traffic);
        self.hour.push(flow.hour.start().as_millis());
        self.account_id.append_value(interface.account);
        self.instance_id
            .append_value(interface.owner().unwrap_or_default());
        self.interface_id.append_option(interface.interface_id);
        self.vpc_id.push(interface.vpc_id);
        self.subnet_id.push(interface.subnet_id);
        self.az_id.push(interface.az_id);
        self.local_address.append_value(flow.local_address);
        self.push_peer(flow.peer());
        self.peer_sketch.push(flow.tail().map(|it| it.0));
        self.direction.append_value(flow.direction.as_str());
        self.action
            .append_option(flow.action.map(FlowAction::as_str));
        self.protocol.append_option(service.protocol.map(i64::from));
        self.local_port
            .append_option(service.local_port.map(i64::from));
        self.remote_port
            .append_option(service.remote_port.map(i64::from));
        self.traffic_path
            .append_option(flow.traffic_path.map(i64::from));
        let number = |it: u64| i64::try_from(it).unwrap_or(i64::MAX);
        self.bytes.push(number(traffic.bytes));
        self.packets.push(number(traffic.packets));
        self.flows.push(number(traffic.flows));
        self.first_seen.push(traffic.first_seen.as_millis());
        self.last_seen.push(traffic.last_seen.as_millis());
    }

    fn push_peer(&mut self, peer: Option<Peer<'_>>) {
        let place = peer.map(|it| it.place).unwrap_or_default();
        self.peer_address.append_option(peer.map(|it| it.address));
        self.country.push(place.country);
        self.city.push(place.city);
        self.latitude
            .append_option(place.coordinates.map(|it| it.0));
        self.longitude
            .append_option(place.coordinates.map(|it| it.1));
        self.aso.push(place.aso);
    }

    /// The rows as arrays, in the order of [`super::columns::NETWORK`].
    pub(crate) fn finish(mut self) -> Vec<ArrayRef> {
        vec![
            times(self.hour),
            Arc::new(self.account_id.finish()),
            Arc::new(self.instance_id.finish()),
            Arc::new(self.interface_id.finish()),
            self.vpc_id.finish(),
            self.subnet_id.finish(),
            self.az_id.finish(),
            Arc::new(self.local_address.finish()),
            Arc::new(self.peer_address.finish()),
            self.peer_sketch.finish(),
            self.country.finish(),
            self.city.finish(),
            Arc::new(self.latitude.finish()),
            Arc::new(self.longitude.finish()),
            self.aso.finish(),
            Arc::new(self.direction.finish()),
            Arc::new(self.action.finish()),
            Arc::new(self.protocol.finish()),
            Arc::new(self.local_port.finish()),
            Arc::new(self.remote_port.finish()),
            Arc::new(self.traffic_path.finish()),
            Arc::new(Int64Array::from(self.bytes)),
            Arc::new(Int64Array::from(self.packets)),
            Arc::new(Int64Array::from(self.flows)),
            times(self.first_seen),
            times(self.last_seen),
        ]
    }
}
