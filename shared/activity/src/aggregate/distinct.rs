//! Values that are kept once each.

use std::hash::{BuildHasher, Hash};

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

/// A row's or a part's position. Four billion of them would need more memory than a batch may use.
pub(crate) fn position(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// Distinct values by position.
#[derive(Debug)]
pub(crate) struct Distinct<P> {
    pub(crate) parts: Vec<P>,
    table: HashTable<u32>,
}

impl<P> Default for Distinct<P> {
    fn default() -> Self {
        Self {
            parts: Vec::new(),
            table: HashTable::new(),
        }
    }
}

impl<P: Copy + Eq + Hash> Distinct<P> {
    pub(crate) fn intern(&mut self, value: P) -> u32 {
        let hash = FxBuildHasher.hash_one(value);
        if let Some(&at) = self
            .table
            .find(hash, |&at| self.parts[at as usize] == value)
        {
            return at;
        }
        let at = position(self.parts.len());
        self.parts.push(value);
        let parts = &self.parts;
        self.table
            .insert_unique(hash, at, |&at| FxBuildHasher.hash_one(parts[at as usize]));
        at
    }

    pub(crate) fn memory(&self) -> usize {
        self.parts.capacity() * size_of::<P>() + self.table.capacity() * 5
    }
}
