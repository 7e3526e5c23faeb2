//! One row of network activity, as borrowed texts.

mod absorb;
mod aggregate;
mod dimension;
mod kind;
mod order;
mod peers;
mod tail;
#[cfg(test)]
mod tests;
mod words;

use gumshoe_domain::{Hour, Timestamp};

pub use aggregate::{FlowAggregate, FlowKey, InterfaceId, LocalId, PeerId};
pub use dimension::FlowDimension;
pub use kind::FlowKind;
pub use peers::{Peers, Sketch};
pub use words::{Direction, FlowAction, NotAWord};

use crate::entity::EntityType;
use crate::place::Place;

/// The network interface that recorded the traffic, and whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Interface<'a> {
    /// The account that the traffic belongs to, 12 digits.
    pub account: &'a str,
    /// `instance-id`: the instance that the interface is attached to.
    pub instance_id: Option<&'a str>,
    /// `interface-id`.
    pub interface_id: Option<&'a str>,
    /// `vpc-id`.
    pub vpc_id: Option<&'a str>,
    /// `subnet-id`.
    pub subnet_id: Option<&'a str>,
    /// `az-id`.
    pub az_id: Option<&'a str>,
}

/// The other end.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Peer<'a> {
    /// Its address in canonical form.
    pub address: &'a str,
    /// Where it is, and whose.
    pub place: Place<'a>,
}

/// What a flow carried: the protocol and the ports by which a service is known.
///
/// A port that a program was given for the time of one connection tells nothing, and would make a
/// row of each connection: it is no port here. Which those are, whoever reads the log decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Service {
    /// IANA protocol number.
    pub protocol: Option<u8>,
    /// The port on the interface's side.
    pub local_port: Option<u16>,
    /// The port on the peer's side.
    pub remote_port: Option<u16>,
}

/// How much, and from when to when. Adding is associative and commutative; sums stop at 2^63 - 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Traffic {
    /// Bytes.
    pub bytes: u64,
    /// Packets.
    pub packets: u64,
    /// Records of flows, at least one.
    pub flows: u64,
    /// The start of the first flow.
    pub first_seen: Timestamp,
    /// The end of the last.
    pub last_seen: Timestamp,
}

impl Traffic {
    /// The largest sum: what a signed 64-bit column holds.
    pub const MAX: u64 = i64::MAX.unsigned_abs();

    /// Adds what `other` summed up.
    #[inline]
    pub fn absorb(&mut self, other: Self) {
        let sum = |a: u64, b: u64| a.saturating_add(b).min(Self::MAX);
        self.bytes = sum(self.bytes, other.bytes);
        self.packets = sum(self.packets, other.packets);
        self.flows = sum(self.flows, other.flows);
        self.first_seen = self.first_seen.min(other.first_seen);
        self.last_seen = self.last_seen.max(other.last_seen);
    }
}

/// Whom a row is about, on the other side.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Remote<'a> {
    /// One peer.
    Peer(Peer<'a>),
    /// The many peers that are not kept one by one: an approximate set of them.
    Tail(Sketch<'a>),
}

/// One row of network activity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Flow<'a> {
    /// The hour in which all of the row's flows started.
    pub hour: Hour,
    /// The interface.
    pub interface: Interface<'a>,
    /// The address on the interface's side, in canonical form.
    pub local_address: &'a str,
    /// The other side.
    pub remote: Remote<'a>,
    /// Which way the packets went, seen from the interface.
    pub direction: Direction,
    /// Whether security groups and network ACLs let them pass.
    pub action: Option<FlowAction>,
    /// Protocol and ports.
    pub service: Service,
    /// `traffic-path`: how outbound traffic left, as AWS numbers it.
    pub traffic_path: Option<u8>,
    /// How much.
    pub traffic: Traffic,
}

impl<'a> Interface<'a> {
    /// What stands for the instance: its id, else the interface's. Logs in the default format name
    /// interfaces only.
    pub fn owner(&self) -> Option<&'a str> {
        self.instance_id.or(self.interface_id)
    }
}

impl<'a> Flow<'a> {
    /// Every entity that the row concerns, each once.
    pub fn entities(&self) -> impl Iterator<Item = (EntityType, &'a str)> {
        let account = Some((EntityType::AwsAccount, self.interface.account));
        let instance = self.interface.owner();
        let peer = self.peer().filter(|it| it.address != self.local_address);
        [
            account,
            instance.map(|id| (EntityType::Ec2Instance, id)),
            Some((EntityType::IpAddress, self.local_address)),
            peer.map(|it| (EntityType::IpAddress, it.address)),
        ]
        .into_iter()
        .flatten()
    }

    /// The peer, unless the row is about many.
    pub fn peer(&self) -> Option<Peer<'a>> {
        match self.remote {
            Remote::Peer(peer) => Some(peer),
            Remote::Tail(_) => None,
        }
    }

    /// The approximate set of peers, where the row is about many.
    pub fn tail(&self) -> Option<Sketch<'a>> {
        match self.remote {
            Remote::Peer(_) => None,
            Remote::Tail(sketch) => Some(sketch),
        }
    }
}
