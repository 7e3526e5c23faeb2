//! The peers that are too many to be kept one by one.

use std::collections::BTreeMap;

use gumshoe_domain::Hour;
use rustc_hash::FxHashMap;

use super::aggregate::{FlowAggregate, FlowKey, InterfaceId, PeerId, Row};
use super::{FlowKind, Peers, Service, Sketch};

/// The peers of one interface in one hour, with the bytes exchanged with each.
type Exchanged = FxHashMap<PeerId, u64>;

impl FlowAggregate {
    /// Keeps the `most` peers with the most bytes of each interface and hour, and makes one row of
    /// the others for each hour, local address, direction, action and protocol. Bytes, packets and
    /// flows stay exact; the number of peers behind such a row is approximate. Gives how many
    /// intervals, an interface's hour each, have such rows that had none. Places of interfaces, peers and
    /// local addresses that were given out before stay theirs.
    pub fn fold_tails(&mut self, most: usize) -> usize {
        let crowded = self.crowded(most);
        if crowded.is_empty() {
            return 0;
        }
        let old = std::mem::take(self);
        let had_tail: Vec<(InterfaceId, Hour)> = old
            .tails
            .keys()
            .map(|at| interval(&old.rows[*at as usize].key))
            .collect();
        self.texts = old.texts;
        self.interfaces = old.interfaces;
        self.peers = old.peers;
        let mut folding: FxHashMap<u32, Peers> = FxHashMap::default();
        for (at, Row { key, sums }) in (0_u32..).zip(&old.rows) {
            let kept = crowded.get(&interval(key));
            let folded = key
                .peer
                .filter(|peer| kept.is_some_and(|it| !it.contains_key(peer)));
            if let Some(peer) = folded {
                let row = self.row(remainder(key), *sums);
                let peers: &mut Peers = folding.entry(row).or_default();
                peers.add(self.address(peer));
                continue;
            }
            let row = self.row(*key, *sums);
            if let Some(sketch) = old.tails.get(&at) {
                self.join(row, Sketch(sketch));
            }
        }
        for (row, peers) in folding {
            self.join(row, Sketch(&peers.to_text()));
        }
        let is_new = |it: &&(InterfaceId, Hour)| !had_tail.contains(it);
        crowded.keys().filter(is_new).count()
    }

    /// The intervals with more than `most` peers, each with the peers to keep.
    fn crowded(&self, most: usize) -> BTreeMap<(InterfaceId, Hour), Exchanged> {
        let mut rows: FxHashMap<(InterfaceId, Hour), usize> = FxHashMap::default();
        for row in &self.rows {
            *rows.entry(interval(&row.key)).or_default() += 1;
        }
        rows.retain(|_, rows| *rows > most);
        let mut intervals: BTreeMap<(InterfaceId, Hour), Exchanged> = BTreeMap::new();
        for Row { key, sums } in &self.rows {
            let Some(peer) = key.peer.filter(|_| rows.contains_key(&interval(key))) else {
                continue;
            };
            let peers = intervals.entry(interval(key)).or_default();
            let bytes = peers.entry(peer).or_default();
            *bytes = bytes.saturating_add(sums.bytes);
        }
        intervals.retain(|_, peers| peers.len() > most);
        for peers in intervals.values_mut() {
            let mut order: Vec<(PeerId, u64)> = peers.drain().collect();
            // By what they say rather than by when they came, so that any order gives the same rows.
            order.sort_unstable_by(|a, b| {
                let by_address = || self.address(a.0).cmp(self.address(b.0));
                b.1.cmp(&a.1).then_with(by_address)
            });
            peers.extend(order.into_iter().take(most));
        }
        intervals
    }

    fn address(&self, peer: PeerId) -> &str {
        self.texts.get(self.peers.parts[peer.index()].address)
    }
}

fn interval(key: &FlowKey) -> (InterfaceId, Hour) {
    (key.interface, key.hour)
}

/// The row that stands for many peers.
fn remainder(key: &FlowKey) -> FlowKey {
    let service = Service {
        protocol: key.kind.service().protocol,
        ..Service::default()
    };
    FlowKey {
        peer: None,
        kind: FlowKind::new(key.kind.direction(), key.kind.action(), service, None),
        ..*key
    }
}
