//! The order of rows, which readers skip by.

use std::cmp::Ordering;

use gumshoe_domain::Hour;

use super::{Flow, FlowAggregate, FlowKind, Interface, Peer};
use crate::aggregate::{ranks, ranks_by_text, tenths};
use crate::texts::TextId;

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
        let peers = ranks_by_text(
            &self.peers.parts,
            |it| Some(self.texts.get(it.address)),
            |a, b| compare_peers(&self.resolve_peer_parts(a), &self.resolve_peer_parts(b)),
        );
        let locals = self.local_ranks();
        let mut order: Vec<(u32, u32, i32, u32, FlowKind, u32)> = (0_u32..)
            .zip(self.rows.iter().map(|row| &row.key))
            .filter(|(_, key)| wanted(key.hour))
            .map(|(at, key)| {
                let peer = key.peer.map_or(0, |it| peers[it.index()] + 1);
                (
                    interfaces[key.interface.0 as usize],
                    peer,
                    key.hour.index(),
                    locals[key.local.0.index()],
                    key.kind,
                    at,
                )
            })
            .collect();
        order.sort_unstable();
        let mut last = None;
        order
            .into_iter()
            .map(move |(.., at)| self.flow_after(at as usize, &mut last))
    }

    /// The rank of each local address among them, by the place of its text.
    fn local_ranks(&self) -> Vec<u32> {
        let mut ranks = vec![None; self.texts.len()];
        let mut locals: Vec<TextId> = Vec::new();
        for row in &self.rows {
            let local = row.key.local.0;
            if ranks[local.index()].replace(0).is_none() {
                locals.push(local);
            }
        }
        locals.sort_unstable_by_key(|it| self.texts.get(*it));
        for (rank, local) in (0..).zip(locals) {
            ranks[local.index()] = Some(rank);
        }
        ranks.into_iter().map(Option::unwrap_or_default).collect()
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
