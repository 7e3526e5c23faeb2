//! Adding one aggregate of flows to another.

use super::Sketch;
use super::aggregate::{FlowAggregate, FlowKey, InterfaceId, LocalId, PeerId, Row};

impl FlowAggregate {
    /// Adds every row of `other`. The parts are looked up once each, not once for each row.
    pub fn absorb(&mut self, other: &Self) {
        let interfaces: Vec<InterfaceId> = other
            .interfaces
            .parts
            .iter()
            .map(|it| self.interface(&other.resolve_interface(it)))
            .collect();
        let peers: Vec<PeerId> = other
            .peers
            .parts
            .iter()
            .map(|it| self.peer(&other.resolve_peer_parts(it)))
            .collect();
        let mut locals: Vec<Option<LocalId>> = vec![None; other.texts.len()];
        for (at, Row { key, sums }) in (0_u32..).zip(&other.rows) {
            let text = key.local.0;
            let local =
                *locals[text.index()].get_or_insert_with(|| self.local(other.texts.get(text)));
            let key = FlowKey {
                interface: interfaces[key.interface.0 as usize],
                local,
                peer: key.peer.map(|it| peers[it.index()]),
                ..*key
            };
            let row = self.row(key, *sums);
            if let Some(sketch) = other.tails.get(&at) {
                self.join(row, Sketch(sketch));
            }
        }
    }
}
