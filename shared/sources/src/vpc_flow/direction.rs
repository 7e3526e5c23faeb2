//! Which way packets went, where the log does not say.
//!
//! Amazon VPC User Guide, "Available fields": `srcaddr` of outgoing and `dstaddr` of incoming traffic
//! is the interface's own address, for IPv4 always its private one. So an address that every record
//! of an interface has is its own. Where two addresses are in every record, since there is one peer
//! only, a private address is the interface's and a public one is not; of two alike, one that another
//! interface of the object has for its own belongs to that. What is left is a guess.

use std::collections::HashSet;

use gumshoe_activity::flow::Direction;
use rustc_hash::FxBuildHasher;

use super::address::{Address, Family};
use super::ends::End;

/// What the records of an interface have in common, for one family of addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Common {
    /// There was no record.
    #[default]
    Unseen,
    /// Both addresses of the only pair.
    Both(Address, Address),
    /// One address.
    One(Address),
    /// None: the interface passes on what others send, or has several addresses.
    None,
}

impl Common {
    /// Adds a record. The order of records does not matter.
    pub(super) fn see(&mut self, one: Address, other: Address) {
        let has = |it: Address| it == one || it == other;
        *self = match *self {
            Self::Unseen if one == other => Self::One(one),
            Self::Unseen => Self::Both(one.min(other), one.max(other)),
            Self::Both(a, b) => match (has(a), has(b)) {
                (true, true) => Self::Both(a, b),
                (true, false) => Self::One(a),
                (false, true) => Self::One(b),
                (false, false) => Self::None,
            },
            Self::One(a) if has(a) => Self::One(a),
            Self::One(_) | Self::None => Self::None,
        };
    }
}

/// What is known of an interface's addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Addresses {
    v4: Common,
    v6: Common,
}

impl Addresses {
    /// Adds a record.
    pub(super) fn see(&mut self, source: End, destination: End) {
        let common = match source.address.family() {
            Family::V4 => &mut self.v4,
            Family::V6 => &mut self.v6,
        };
        common.see(source.address, destination.address);
    }

    fn of(&self, family: Family) -> Common {
        match family {
            Family::V4 => self.v4,
            Family::V6 => self.v6,
        }
    }
}

/// Addresses that are the own address of some interface, beyond doubt.
#[derive(Debug, Default)]
pub(super) struct Owned(HashSet<Address, FxBuildHasher>);

impl Owned {
    /// The own addresses of these interfaces.
    pub(super) fn of<'a>(interfaces: impl Iterator<Item = &'a Addresses>) -> Self {
        let mut owned = HashSet::default();
        for addresses in interfaces {
            for common in [addresses.v4, addresses.v6] {
                if let Some(address) = own(common) {
                    owned.insert(address);
                }
            }
        }
        Self(owned)
    }

    /// Of two addresses, the one that is an interface's own when the other is another's.
    fn other_than_owned(&self, a: Address, b: Address) -> Option<Address> {
        match (self.0.contains(&a), self.0.contains(&b)) {
            (true, false) => Some(b),
            (false, true) => Some(a),
            (true, true) | (false, false) => None,
        }
    }
}

/// The own address of an interface with these addresses in common.
fn own(common: Common) -> Option<Address> {
    match common {
        Common::One(address) => Some(address),
        Common::Both(a, b) => private_of(a, b),
        Common::Unseen | Common::None => None,
    }
}

/// The private one of two addresses, where the other is not.
fn private_of(a: Address, b: Address) -> Option<Address> {
    match (a.is_private(), b.is_private()) {
        (true, false) => Some(a),
        (false, true) => Some(b),
        (true, true) | (false, false) => None,
    }
}

/// The direction of a record, and whether it is a guess.
pub(super) fn resolve(
    addresses: &Addresses,
    owned: &Owned,
    source: End,
    destination: End,
) -> (Direction, bool) {
    let (source, destination) = (source.address, destination.address);
    let common = addresses.of(source.family());
    let known = own(common)
        .or_else(|| private_of(source, destination))
        .or_else(|| owned.other_than_owned(source, destination));
    // A guess is the same for all records of the pair, so that both ways are told apart at least.
    let own = known.unwrap_or(source.min(destination));
    let direction = if own == destination {
        Direction::Inbound
    } else {
        Direction::Outbound
    };
    (direction, known.is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn end(text: &str) -> End {
        let address = Address::parse(text.as_bytes()).unwrap();
        End {
            address,
            packet: address,
        }
    }

    fn addresses(records: &[(&str, &str)]) -> Addresses {
        let mut addresses = Addresses::default();
        for (source, destination) in records {
            addresses.see(end(source), end(destination));
        }
        addresses
    }

    fn directions(own: &Addresses, owned: &Owned, a: &str, b: &str) -> [(Direction, bool); 2] {
        [
            resolve(own, owned, end(a), end(b)),
            resolve(own, owned, end(b), end(a)),
        ]
    }

    const OUT_IN: [(Direction, bool); 2] =
        [(Direction::Outbound, false), (Direction::Inbound, false)];
    const IN_OUT: [(Direction, bool); 2] =
        [(Direction::Inbound, false), (Direction::Outbound, false)];

    #[test]
    fn the_address_that_all_records_have_is_the_interfaces() {
        let own = addresses(&[
            ("10.0.0.9", "10.0.0.5"),
            ("10.0.0.5", "10.0.0.7"),
            ("2600::9", "2600::5"),
            ("2600::5", "2600::1"),
        ]);
        let owned = Owned::default();
        assert_eq!(directions(&own, &owned, "10.0.0.5", "10.0.0.7"), OUT_IN);
        assert_eq!(directions(&own, &owned, "10.0.0.9", "10.0.0.5"), IN_OUT);
        assert_eq!(directions(&own, &owned, "2600::5", "2600::9"), OUT_IN);
    }

    #[test]
    fn with_one_peer_only_the_private_address_is_the_interfaces() {
        let own = addresses(&[("203.0.113.9", "10.0.0.5"), ("10.0.0.5", "203.0.113.9")]);
        let owned = Owned::default();
        assert_eq!(directions(&own, &owned, "10.0.0.5", "203.0.113.9"), OUT_IN);
    }

    #[test]
    fn an_address_that_another_interface_owns_is_the_peer() {
        let balancer = addresses(&[("10.0.0.9", "10.0.0.5"), ("10.0.0.9", "10.0.0.6")]);
        let owned = Owned::of([balancer].iter());
        let own = addresses(&[("10.0.0.9", "10.0.0.5")]);
        assert_eq!(directions(&own, &owned, "10.0.0.5", "10.0.0.9"), OUT_IN);
    }

    #[test]
    fn two_addresses_alike_are_told_apart_by_a_guess_that_says_so() {
        let own = addresses(&[("10.0.0.9", "10.0.0.5")]);
        let guessed = [(Direction::Outbound, true), (Direction::Inbound, true)];
        let owned = Owned::default();
        assert_eq!(directions(&own, &owned, "10.0.0.5", "10.0.0.9"), guessed);
    }

    #[test]
    fn an_interface_that_passes_traffic_on_has_no_address_in_common() {
        let own = addresses(&[
            ("203.0.113.9", "10.0.0.5"),
            ("203.0.113.8", "10.0.0.6"),
            ("10.0.0.7", "203.0.113.7"),
        ]);
        assert_eq!(own.v4, Common::None);
        let owned = Owned::default();
        assert_eq!(directions(&own, &owned, "203.0.113.9", "10.0.0.5"), IN_OUT);
    }
}
