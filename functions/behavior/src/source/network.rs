//! Network traffic, from VPC flow logs.

use std::borrow::Cow;

use gumshoe_activity::flow::{Direction, FlowDimension};
use gumshoe_activity::{Entity, Flow};
use gumshoe_segments::NetworkColumn;

use super::{Activity, MOST_MEASURES};

impl Activity for NetworkColumn {
    type Dimension = FlowDimension;

    const MEASURES: &'static [&'static str] =
        &["InboundBytes", "OutboundBytes", "Packets", "Flows"];

    const TOTALLED: usize = 2;

    const MEASURED: &'static [Self] = &[
        Self::Direction,
        Self::Bytes,
        Self::Packets,
        Self::Flows,
        Self::FirstSeen,
        Self::LastSeen,
    ];

    fn value<'a>(
        flow: &Self::Row<'a>,
        dimension: FlowDimension,
        from: &Entity,
    ) -> Option<Cow<'a, str>> {
        dimension.of(flow, from)
    }

    fn columns_of(dimension: FlowDimension) -> &'static [Self] {
        match dimension {
            FlowDimension::Peer => &[Self::PeerAddress, Self::LocalAddress, Self::InstanceId],
            FlowDimension::LocalPort => &[Self::LocalPort],
            FlowDimension::RemotePort => &[Self::RemotePort],
            FlowDimension::Protocol => &[Self::Protocol],
            FlowDimension::Direction => &[Self::Direction],
            FlowDimension::Action => &[Self::Action],
            FlowDimension::Country => &[Self::PeerAddress, Self::Country],
            FlowDimension::Aso => &[Self::PeerAddress, Self::Aso],
        }
    }

    fn measures(flow: &Flow<'_>) -> [u64; MOST_MEASURES] {
        let traffic = &flow.traffic;
        let (inbound, outbound) = match flow.direction {
            Direction::Inbound => (traffic.bytes, 0),
            Direction::Outbound => (0, traffic.bytes),
        };
        [inbound, outbound, traffic.packets, traffic.flows]
    }
}
