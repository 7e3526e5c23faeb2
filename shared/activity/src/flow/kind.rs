//! What tells flows between the same ends apart.

use super::{Direction, FlowAction, Service};

/// Direction, verdict, protocol, ports and path as one number: different ones have different numbers, in the
/// same order. To hash and to compare it is to do so with one number in place of a dozen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FlowKind(u64);

/// From which bit on a part is in the number. Each has one bit more than it needs, which says that it is
/// there.
const REMOTE_PORT: u32 = 9;
const LOCAL_PORT: u32 = REMOTE_PORT + 17;
const PROTOCOL: u32 = LOCAL_PORT + 17;
const ACTION: u32 = PROTOCOL + 9;
const DIRECTION: u32 = ACTION + 2;

impl FlowKind {
    /// The number of these.
    #[inline]
    pub fn new(
        direction: Option<Direction>,
        action: Option<FlowAction>,
        service: Service,
        traffic_path: Option<u8>,
    ) -> Self {
        let small = |it: Option<u8>| it.map_or(0, |it| 1 << 8 | u64::from(it));
        let port = |it: Option<u16>| it.map_or(0, |it| 1 << 16 | u64::from(it));
        let direction = match direction {
            None => 0,
            Some(Direction::Inbound) => 1,
            Some(Direction::Outbound) => 2,
        };
        let action = match action {
            None => 0,
            Some(FlowAction::Accept) => 1,
            Some(FlowAction::Reject) => 2,
        };
        let words = direction << DIRECTION | action << ACTION | small(service.protocol) << PROTOCOL;
        let ports =
            port(service.local_port) << LOCAL_PORT | port(service.remote_port) << REMOTE_PORT;
        Self(words | ports | small(traffic_path))
    }

    /// Which way the packets went.
    #[inline]
    pub fn direction(self) -> Option<Direction> {
        match self.0 >> DIRECTION & 0b11 {
            1 => Some(Direction::Inbound),
            2 => Some(Direction::Outbound),
            _ => None,
        }
    }

    /// Whether they passed.
    #[inline]
    pub fn action(self) -> Option<FlowAction> {
        match self.0 >> ACTION & 0b11 {
            1 => Some(FlowAction::Accept),
            2 => Some(FlowAction::Reject),
            _ => None,
        }
    }

    /// Protocol and ports.
    #[inline]
    pub fn service(self) -> Service {
        Service {
            protocol: self.small(PROTOCOL),
            local_port: self.port(LOCAL_PORT),
            remote_port: self.port(REMOTE_PORT),
        }
    }

    /// How outbound traffic left.
    #[inline]
    pub fn traffic_path(self) -> Option<u8> {
        self.small(0)
    }

    #[inline]
    fn small(self, from: u32) -> Option<u8> {
        let [value, is_there, ..] = (self.0 >> from).to_le_bytes();
        (is_there & 1 == 1).then_some(value)
    }

    #[inline]
    fn port(self, from: u32) -> Option<u16> {
        let [low, high, is_there, ..] = (self.0 >> from).to_le_bytes();
        (is_there & 1 == 1).then_some(u16::from_le_bytes([low, high]))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    type Parts = (Option<Direction>, Option<FlowAction>, Service, Option<u8>);

    fn parts() -> impl Strategy<Value = Parts> {
        let direction = prop::option::of(prop::sample::select(Direction::ALL));
        let action = prop::option::of(prop::sample::select(FlowAction::ALL));
        let service = any::<(Option<u8>, Option<u16>, Option<u16>)>();
        let service = service.prop_map(|(protocol, local_port, remote_port)| Service {
            protocol,
            local_port,
            remote_port,
        });
        (direction, action, service, any::<Option<u8>>())
    }

    fn kind(parts: Parts) -> FlowKind {
        FlowKind::new(parts.0, parts.1, parts.2, parts.3)
    }

    proptest! {
        #[test]
        fn a_kind_tells_its_parts_and_has_their_order(one in parts(), other in parts()) {
            let it = kind(one);
            prop_assert_eq!((it.direction(), it.action(), it.service(), it.traffic_path()), one);
            prop_assert_eq!(it.cmp(&kind(other)), one.cmp(&other));
        }
    }
}
