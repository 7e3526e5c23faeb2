//! The order of rows, which readers skip by.

use std::cmp::Ordering;

use gumshoe_domain::Hour;

use super::{Flow, FlowAggregate, Interface, Peer};
use crate::aggregate::{ranks, tenths};

impl Flow<'_> {
    /// The order in which segments hold rows: by instance (else interface), account and what else
    /// tells interfaces apart, then by peer (none first), hour, and the rest. Only rows that differ
    /// in nothing but their sums, or the sets of their many peers, are equal in it.
    pub fn order(&self, other: &Self) -> Ordering {
        compare_interfaces(&self.interface, &other.interface)
            .then_with(|| compare_remotes(self.peer(), other.peer()))
            .then_with(|| self.hour.cmp(&other.hour))
            .then_with(|| self.local_address.cmp(other.local_address))
            .then_with(|| self.rest().cmp(&other.rest()))
    }

    fn rest(&self) -> impl Ord + use<> {
        (self.direction, self.action, self.service, self.traffic_path)
    }
}

impl FlowAggregate {
    /// The rows of the wanted hours, in order.
    pub(super) fn sorted_where(
        &self,
        wanted: impl Fn(Hour) -> bool,
    ) -> impl Iterator<Item = Flow<'_>> {
        let interfaces = ranks(
            &self.interfaces.parts,
            |it| self.resolve_interface(it),
            compare_interfaces,
        );
        let peers = ranks(
            &self.peers.parts,
            |it| self.resolve_peer_parts(it),
            compare_peers,
        );
        let mut order: Vec<(u32, u32, Hour, usize)> = self
            .keys
            .iter()
            .enumerate()
            .filter(|(_, key)| wanted(key.hour))
            .map(|(at, key)| {
                let peer = key.peer.map_or(0, |it| peers[it.0 as usize] + 1);
                (interfaces[key.interface.0 as usize], peer, key.hour, at)
            })
            .collect();
        order.sort_unstable_by(|a, b| {
            let rest = |at: usize| {
                let key = &self.keys[at];
                let local = self.texts.get(key.local.0);
                (
                    local,
                    key.direction,
                    key.action,
                    key.service,
                    key.traffic_path,
                )
            };
            (a.0, a.1, a.2)
                .cmp(&(b.0, b.1, b.2))
                .then_with(|| rest(a.3).cmp(&rest(b.3)))
        });
        order.into_iter().map(|(.., at)| self.flow(at))
    }
}

fn compare_interfaces(a: &Interface<'_>, b: &Interface<'_>) -> Ordering {
    // The first two are what readers skip by; see `docs/data-format.md`.
    (a.owner(), a.account)
        .cmp(&(b.owner(), b.account))
        .then_with(|| (a.instance_id, a.interface_id).cmp(&(b.instance_id, b.interface_id)))
        .then_with(|| (a.vpc_id, a.subnet_id, a.az_id).cmp(&(b.vpc_id, b.subnet_id, b.az_id)))
}

fn compare_remotes(a: Option<Peer<'_>>, b: Option<Peer<'_>>) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => compare_peers(&a, &b),
        (None, None) => Ordering::Equal,
        (None, Some(_)) => Ordering::Less,
        (Some(_), None) => Ordering::Greater,
    }
}

fn compare_peers(a: &Peer<'_>, b: &Peer<'_>) -> Ordering {
    let point = |it: &Peer<'_>| {
        it.place
            .coordinates
            .map(|(latitude, longitude)| (tenths(latitude), tenths(longitude)))
    };
    (a.address, a.place.country, a.place.city, a.place.aso)
        .cmp(&(b.address, b.place.country, b.place.city, b.place.aso))
        .then_with(|| point(a).cmp(&point(b)))
}
