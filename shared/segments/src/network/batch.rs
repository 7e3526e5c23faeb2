//! Rows of network activity of a decoded batch.

use std::str::FromStr;

use arrow_array::types::ArrowPrimitiveType;
use arrow_array::{
    Array, Float32Array, Int64Array, PrimitiveArray, RecordBatch, TimestampMillisecondArray,
};
use gumshoe_activity::flow::{Direction, Interface, Peer, Remote, Service, Sketch, Traffic};
use gumshoe_activity::{Flow, Place};
use gumshoe_domain::Timestamp;

use super::columns::NetworkColumn;
use crate::batch::{self, Texts};
use crate::error::SegmentError;

/// A batch's columns, as far as they were read.
pub struct NetworkBatch<'b> {
    hour: Option<&'b TimestampMillisecondArray>,
    account_id: Option<Texts<'b>>,
    instance_id: Option<Texts<'b>>,
    interface_id: Option<Texts<'b>>,
    vpc_id: Option<Texts<'b>>,
    subnet_id: Option<Texts<'b>>,
    az_id: Option<Texts<'b>>,
    local_address: Option<Texts<'b>>,
    peer_address: Option<Texts<'b>>,
    peer_sketch: Option<Texts<'b>>,
    country: Option<Texts<'b>>,
    city: Option<Texts<'b>>,
    latitude: Option<&'b Float32Array>,
    longitude: Option<&'b Float32Array>,
    aso: Option<Texts<'b>>,
    direction: Option<Texts<'b>>,
    action: Option<Texts<'b>>,
    protocol: Option<&'b Int64Array>,
    local_port: Option<&'b Int64Array>,
    remote_port: Option<&'b Int64Array>,
    traffic_path: Option<&'b Int64Array>,
    bytes: Option<&'b Int64Array>,
    packets: Option<&'b Int64Array>,
    flows: Option<&'b Int64Array>,
    first_seen: Option<&'b TimestampMillisecondArray>,
    last_seen: Option<&'b TimestampMillisecondArray>,
}

impl<'b> NetworkBatch<'b> {
    /// The columns of `batch` that are among `columns`.
    pub(crate) fn new(
        batch: &'b RecordBatch,
        columns: &[NetworkColumn],
    ) -> Result<Self, SegmentError> {
        let read = |column: NetworkColumn| batch::read(batch, columns, column);
        let texts = |column| read(column).map(|it| batch::texts(batch, it)).transpose();
        let times = |column| read(column).map(|it| batch::times(batch, it)).transpose();
        let degrees = |column| read(column).map(|it| batch::degrees(batch, it)).transpose();
        let counts = |column| read(column).map(|it| batch::counts(batch, it)).transpose();
        Ok(Self {
            hour: times(NetworkColumn::Hour)?,
            account_id: texts(NetworkColumn::AccountId)?,
            instance_id: texts(NetworkColumn::InstanceId)?,
            interface_id: texts(NetworkColumn::InterfaceId)?,
            vpc_id: texts(NetworkColumn::VpcId)?,
            subnet_id: texts(NetworkColumn::SubnetId)?,
            az_id: texts(NetworkColumn::AzId)?,
            local_address: texts(NetworkColumn::LocalAddress)?,
            peer_address: texts(NetworkColumn::PeerAddress)?,
            peer_sketch: texts(NetworkColumn::PeerSketch)?,
            country: texts(NetworkColumn::Country)?,
            city: texts(NetworkColumn::City)?,
            latitude: degrees(NetworkColumn::Latitude)?,
            longitude: degrees(NetworkColumn::Longitude)?,
            aso: texts(NetworkColumn::Aso)?,
            direction: texts(NetworkColumn::Direction)?,
            action: texts(NetworkColumn::Action)?,
            protocol: counts(NetworkColumn::Protocol)?,
            local_port: counts(NetworkColumn::LocalPort)?,
            remote_port: counts(NetworkColumn::RemotePort)?,
            traffic_path: counts(NetworkColumn::TrafficPath)?,
            bytes: counts(NetworkColumn::Bytes)?,
            packets: counts(NetworkColumn::Packets)?,
            flows: counts(NetworkColumn::Flows)?,
            first_seen: times(NetworkColumn::FirstSeen)?,
            last_seen: times(NetworkColumn::LastSeen)?,
        })
    }

    /// One row. What was not read is absent, empty, nothing, the epoch, and inbound.
    pub(crate) fn flow(&self, row: usize) -> Result<Flow<'b>, SegmentError> {
        let direction = word(self.direction, NetworkColumn::Direction, row)?;
        Ok(Flow {
            hour: time(self.hour, row).hour(),
            interface: self.interface(row),
            local_address: text(self.local_address, row).unwrap_or_default(),
            remote: self.remote(row),
            direction: direction.unwrap_or(Direction::Inbound),
            action: word(self.action, NetworkColumn::Action, row)?,
            service: Service {
                protocol: small(self.protocol, NetworkColumn::Protocol, row)?,
                local_port: small(self.local_port, NetworkColumn::LocalPort, row)?,
                remote_port: small(self.remote_port, NetworkColumn::RemotePort, row)?,
            },
            traffic_path: small(self.traffic_path, NetworkColumn::TrafficPath, row)?,
            traffic: Traffic {
                bytes: sum(self.bytes, NetworkColumn::Bytes, row)?,
                packets: sum(self.packets, NetworkColumn::Packets, row)?,
                flows: sum(self.flows, NetworkColumn::Flows, row)?,
                first_seen: time(self.first_seen, row),
                last_seen: time(self.last_seen, row),
            },
        })
    }

    fn interface(&self, row: usize) -> Interface<'b> {
        let interface_id = text(self.interface_id, row);
        let owner = text(self.instance_id, row);
        Interface {
            account: text(self.account_id, row).unwrap_or_default(),
            instance_id: owner.filter(|it| Some(*it) != interface_id),
            interface_id,
            vpc_id: text(self.vpc_id, row),
            subnet_id: text(self.subnet_id, row),
            az_id: text(self.az_id, row),
        }
    }

    fn remote(&self, row: usize) -> Remote<'b> {
        let Some(address) = text(self.peer_address, row) else {
            return Remote::Tail(Sketch(text(self.peer_sketch, row).unwrap_or_default()));
        };
        Remote::Peer(Peer {
            address,
            place: Place {
                country: text(self.country, row),
                city: text(self.city, row),
                coordinates: number(self.latitude, row).zip(number(self.longitude, row)),
                aso: text(self.aso, row),
            },
        })
    }
}

fn text<'b>(texts: Option<Texts<'b>>, row: usize) -> Option<&'b str> {
    texts.and_then(|it| it.get(row))
}

fn number<T: ArrowPrimitiveType>(
    column: Option<&PrimitiveArray<T>>,
    row: usize,
) -> Option<T::Native> {
    column.filter(|it| it.is_valid(row)).map(|it| it.value(row))
}

fn time(column: Option<&TimestampMillisecondArray>, row: usize) -> Timestamp {
    Timestamp::from_millis(number(column, row).unwrap_or_default())
}

/// A text that is one of a few words.
fn word<T: FromStr>(
    texts: Option<Texts<'_>>,
    column: NetworkColumn,
    row: usize,
) -> Result<Option<T>, SegmentError> {
    let parsed = text(texts, row).map(str::parse).transpose();
    parsed.map_err(|_| wrong(column))
}

/// A number of a smaller type.
fn small<T: TryFrom<i64>>(
    values: Option<&Int64Array>,
    column: NetworkColumn,
    row: usize,
) -> Result<Option<T>, SegmentError> {
    let number = number(values, row).map(T::try_from).transpose();
    number.map_err(|_| wrong(column))
}

fn sum(
    values: Option<&Int64Array>,
    column: NetworkColumn,
    row: usize,
) -> Result<u64, SegmentError> {
    small(values, column, row).map(Option::unwrap_or_default)
}

fn wrong(column: NetworkColumn) -> SegmentError {
    SegmentError::Value {
        column: column.field().name,
    }
}
