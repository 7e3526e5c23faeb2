//! What one object comes to, before it is known who is the interface and who the peer.

use std::hash::{BuildHasher, Hash};

use gumshoe_activity::flow::{Direction, FlowAction, Service, Traffic};
use gumshoe_domain::{AccountId, Hour};
use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

use super::field::Fields;
use super::interfaces::Interfaces;
use super::record::{End, Record, Skipped};
use crate::tally::{Notice, ObjectTally};

/// Records after which memory is looked at again.
const RECORDS_BETWEEN_CHECKS: u32 = 512;

/// The rows no longer fit in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Full;

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct RowKey {
    pub(super) hour: Hour,
    /// Places in [`Table::interfaces`] and [`Table::ends`].
    pub(super) interface: u32,
    pub(super) source: u32,
    pub(super) destination: u32,
    /// Seen from the source.
    pub(super) service: Service,
    pub(super) direction: Option<Direction>,
    pub(super) action: Option<FlowAction>,
    pub(super) traffic_path: Option<u8>,
}

/// One object's rows.
#[derive(Debug)]
pub(super) struct Table {
    /// The account that the object's key names.
    object: Option<AccountId>,
    most_memory: usize,
    until_check: u32,
    pub(super) interfaces: Interfaces,
    pub(super) ends: Kept<End>,
    pub(super) keys: Kept<RowKey>,
    /// Of each row.
    pub(super) sums: Vec<Traffic>,
    /// What was read so far, without what [`super::commit`] works out.
    pub(super) tally: ObjectTally,
}

impl Table {
    /// No rows yet.
    pub(super) fn new(object: Option<AccountId>, most_memory: usize) -> Self {
        Self {
            object,
            most_memory,
            until_check: RECORDS_BETWEEN_CHECKS,
            interfaces: Interfaces::default(),
            ends: Kept::default(),
            keys: Kept::default(),
            sums: Vec::new(),
            tally: ObjectTally::default(),
        }
    }

    /// Adds a record, whose interface the `fields` name.
    pub(super) fn add(&mut self, fields: &impl Fields, record: &Record) -> Result<(), Skipped> {
        let place = self.interfaces.place(fields, self.object)?;
        self.note(place, record);
        let key = RowKey {
            hour: record.traffic.first_seen.hour(),
            interface: position(place),
            source: self.ends.place(record.source),
            destination: self.ends.place(record.destination),
            service: record.service,
            direction: record.direction,
            action: record.action,
            traffic_path: record.traffic_path,
        };
        let at = self.keys.place(key);
        match self.sums.get_mut(at as usize) {
            Some(sums) => sums.absorb(record.traffic),
            None => self.sums.push(record.traffic),
        }
        self.until_check -= 1;
        if self.until_check == 0 {
            self.until_check = RECORDS_BETWEEN_CHECKS;
            self.check_memory()?;
        }
        Ok(())
    }

    /// Takes down what the record tells of its interface.
    fn note(&mut self, place: usize, record: &Record) {
        let Some(interface) = self.interfaces.list.get_mut(place) else {
            return;
        };
        if record.direction.is_none() {
            interface.addresses.see(record.source, record.destination);
        }
        if interface.is_of_another_account {
            self.tally.notices.add(Notice::AccountMismatch);
        }
        if interface.is_cut {
            self.tally.notices.add(Notice::TruncatedField);
        }
    }

    fn check_memory(&self) -> Result<(), Skipped> {
        let sums = self.sums.capacity() * size_of::<Traffic>();
        let memory = self.interfaces.memory() + self.ends.memory() + self.keys.memory() + sums;
        if memory > self.most_memory {
            return Err(Skipped::Full(Full));
        }
        Ok(())
    }
}

/// Values by place, each kept once.
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
    fn place(&mut self, value: T) -> u32 {
        let hash = FxBuildHasher.hash_one(value);
        let found = self
            .table
            .find(hash, |at| self.list.get(*at as usize) == Some(&value));
        if let Some(at) = found {
            return *at;
        }
        let at = position(self.list.len());
        self.list.push(value);
        let list = &self.list;
        self.table.insert_unique(hash, at, |at| {
            list.get(*at as usize)
                .map_or(0, |it| FxBuildHasher.hash_one(it))
        });
        at
    }

    fn memory(&self) -> usize {
        self.list.capacity() * size_of::<T>() + self.table.capacity() * 5
    }
}

/// A place. Four billion would need more memory than an object may use.
fn position(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
