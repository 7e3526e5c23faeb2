//! Values that are kept once each.

use std::hash::{BuildHasher, Hash};

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

/// Values by place.
#[derive(Debug)]
pub(super) struct Kept<T> {
    pub(super) list: Vec<T>,
    table: HashTable<u32>,
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self {
            list: Vec::new(),
            table: HashTable::new(),
        }
    }
}

impl<T: Copy + Eq + Hash> Kept<T> {
    /// The place of a value, which is added unless it is there.
    #[inline]
    pub(super) fn place(&mut self, value: T) -> u32 {
        let hash = FxBuildHasher.hash_one(value);
        let found = self
            .table
            .find(hash, |at| self.list.get(*at as usize) == Some(&value));
        if let Some(at) = found {
            return *at;
        }
        self.add(hash, value)
    }

    fn add(&mut self, hash: u64, value: T) -> u32 {
        let at = position(self.list.len());
        self.list.push(value);
        let list = &self.list;
        self.table.insert_unique(hash, at, |at| {
            list.get(*at as usize)
                .map_or(0, |it| FxBuildHasher.hash_one(it))
        });
        at
    }

    /// Forgets every value and keeps the memory.
    pub(super) fn clear(&mut self) {
        self.list.clear();
        self.table.clear();
    }

    /// Bytes of memory held, about.
    pub(super) fn memory(&self) -> usize {
        self.list.capacity() * size_of::<T>() + self.table.capacity() * 5
    }
}

/// A place. Four billion would need more memory than an object may use.
pub(super) fn position(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
