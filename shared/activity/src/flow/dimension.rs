//! What network activity can be grouped and filtered by.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use super::{Direction, Flow, FlowAction};
use crate::dimension::NotADimension;
use crate::entity::{Entity, EntityType};

/// A dimension of network activity, by its name in `ListActivity`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FlowDimension {
    /// The other side: the peer's address, and the instance (else interface) when it is looked at from
    /// the peer. Absent where many peers are one row.
    Peer,
    /// The port on the interface's side, where it is a service's.
    LocalPort,
    /// The port on the peer's side, where it is a service's.
    RemotePort,
    /// The IANA protocol number.
    Protocol,
    /// Which way the packets went, seen from the interface.
    Direction,
    /// Whether they passed.
    Action,
    /// ISO code of the country of the peer.
    Country,
    /// Organisation of the peer's autonomous system.
    Aso,
}

impl FlowDimension {
    /// Every dimension.
    pub const ALL: &[Self] = &[
        Self::Peer,
        Self::LocalPort,
        Self::RemotePort,
        Self::Protocol,
        Self::Direction,
        Self::Action,
        Self::Country,
        Self::Aso,
    ];

    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Peer => "Peer",
            Self::LocalPort => "LocalPort",
            Self::RemotePort => "RemotePort",
            Self::Protocol => "Protocol",
            Self::Direction => "Direction",
            Self::Action => "Action",
            Self::Country => "Country",
            Self::Aso => "Aso",
        }
    }

    /// The value that `flow` has in this dimension, seen from the entity `from`.
    pub fn of<'a>(self, flow: &Flow<'a>, from: &Entity) -> Option<Cow<'a, str>> {
        let number = |it: u16| Cow::Owned(it.to_string());
        match self {
            Self::Peer => peer(flow, from).map(Cow::Borrowed),
            Self::LocalPort => flow.service.local_port.map(number),
            Self::RemotePort => flow.service.remote_port.map(number),
            Self::Protocol => flow.service.protocol.map(u16::from).map(number),
            Self::Direction => Some(Cow::Borrowed(Direction::as_str(flow.direction))),
            Self::Action => flow.action.map(FlowAction::as_str).map(Cow::Borrowed),
            Self::Country => flow.peer()?.place.country.map(Cow::Borrowed),
            Self::Aso => flow.peer()?.place.aso.map(Cow::Borrowed),
        }
    }
}

fn peer<'a>(flow: &Flow<'a>, from: &Entity) -> Option<&'a str> {
    let peer = flow.peer().map(|it| it.address);
    let is_peer = from.kind == EntityType::IpAddress && peer == Some(from.id.as_str());
    if is_peer && flow.local_address != from.id {
        return flow.interface.owner();
    }
    peer
}

impl fmt::Display for FlowDimension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for FlowDimension {
    type Err = NotADimension;

    fn from_str(text: &str) -> Result<Self, NotADimension> {
        Self::ALL
            .iter()
            .copied()
            .find(|it| it.as_str() == text)
            .ok_or(NotADimension)
    }
}
