//! Where addresses are in the rows of an account, from one object to the next.

use std::hash::BuildHasher;

use gumshoe_activity::flow::{LocalId, PeerId};
use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

use super::address::Address;

/// Places by address: most addresses of an object were in the one before it, and need neither be written
/// as texts nor located again. They live and go together with the rows that they are places in.
#[derive(Debug, Default)]
pub(crate) struct Places(HashTable<Known>);

#[derive(Debug)]
struct Known {
    address: Address,
    local: Option<LocalId>,
    peer: Option<PeerId>,
}

impl Places {
    /// The place of a local address, which `make` gives unless it is known.
    pub(super) fn local(&mut self, address: Address, make: impl FnOnce() -> LocalId) -> LocalId {
        *self.of(address).local.get_or_insert_with(make)
    }

    /// The place of a peer, which `make` gives unless it is known.
    pub(super) fn peer(&mut self, address: Address, make: impl FnOnce() -> PeerId) -> PeerId {
        *self.of(address).peer.get_or_insert_with(make)
    }

    fn of(&mut self, address: Address) -> &mut Known {
        let hash = |it: &Known| FxBuildHasher.hash_one(it.address);
        let own = FxBuildHasher.hash_one(address);
        let entry = self.0.entry(own, |it| it.address == address, hash);
        let unknown = || Known {
            address,
            local: None,
            peer: None,
        };
        entry.or_insert_with(unknown).into_mut()
    }

    /// Bytes of memory held, about.
    pub(crate) fn memory(&self) -> usize {
        self.0.capacity() * (size_of::<Known>() + 1)
    }
}
