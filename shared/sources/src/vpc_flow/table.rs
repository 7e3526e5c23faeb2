//! What one object comes to, before it is known who is the interface and who the peer.

use gumshoe_activity::flow::{FlowKind, Traffic};
use gumshoe_domain::{AccountId, Hour};

use super::ends::Ends;
use super::field::Fields;
use super::interfaces::Interfaces;
use super::kept::{Kept, position};
use super::record::Record;
use crate::tally::{Notice, ObjectTally, RecordRejected};

/// Records after which memory is looked at again.
const RECORDS_BETWEEN_CHECKS: u32 = 512;

/// The rows no longer fit in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Full;

/// What a row is, in few large numbers, which are hashed and compared with each record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct RowKey {
    when_and_where: u64,
    ends: u64,
    /// Seen from the source.
    pub(super) kind: FlowKind,
}

impl RowKey {
    /// Of places in [`Table::interfaces`] and in [`Table::ends`].
    #[inline]
    fn new(hour: Hour, interface: u32, (source, destination): (u32, u32), kind: FlowKind) -> Self {
        let pair = |high: u32, low: u32| u64::from(high) << 32 | u64::from(low);
        Self {
            when_and_where: pair(hour.index().cast_unsigned(), interface),
            ends: pair(source, destination),
            kind,
        }
    }

    pub(super) fn hour(&self) -> Hour {
        Hour::from_index(high(self.when_and_where).cast_signed())
    }

    pub(super) fn interface(&self) -> u32 {
        low(self.when_and_where)
    }

    pub(super) fn source(&self) -> u32 {
        high(self.ends)
    }

    pub(super) fn destination(&self) -> u32 {
        low(self.ends)
    }
}

fn high(pair: u64) -> u32 {
    low(pair >> 32)
}

fn low(pair: u64) -> u32 {
    let [a, b, c, d, ..] = pair.to_le_bytes();
    u32::from_le_bytes([a, b, c, d])
}

/// Memory that one object leaves to the next, at most: an ordinary one takes less than a tenth of it.
const MOST_LEFT: usize = 8 << 20;

/// One object's rows.
#[derive(Debug, Default)]
pub(crate) struct Table {
    /// The account that the object's key names.
    object: Option<AccountId>,
    most_memory: usize,
    until_check: u32,
    pub(super) interfaces: Interfaces,
    pub(super) ends: Ends,
    pub(super) keys: Kept<RowKey>,
    /// Of each row.
    pub(super) sums: Vec<Traffic>,
    /// What was read so far, without what [`super::commit`] works out.
    pub(super) tally: ObjectTally,
}

impl Table {
    /// No rows yet. The memory is that of another object's.
    pub(super) fn begin(self, object: Option<AccountId>, most_memory: usize) -> Self {
        let (mut ends, mut keys, mut sums) = (self.ends, self.keys, self.sums);
        ends.clear();
        keys.clear();
        sums.clear();
        Self {
            object,
            most_memory,
            until_check: RECORDS_BETWEEN_CHECKS,
            interfaces: Interfaces::default(),
            ends,
            keys,
            sums,
            tally: ObjectTally::default(),
        }
    }

    /// What the next object may use of it.
    pub(super) fn left(self) -> Self {
        if self.memory() > MOST_LEFT {
            return Self::default();
        }
        self
    }

    /// The place of a record's interface, which is added unless it is there.
    pub(super) fn interface(&mut self, fields: &impl Fields) -> Result<usize, RecordRejected> {
        self.interfaces.place(fields, self.object)
    }

    /// Adds a record of an interface.
    pub(super) fn add(&mut self, interface: usize, record: &Record) -> Result<(), Full> {
        let source = self.ends.place(record.source);
        let destination = self.ends.place(record.destination);
        self.note(interface, record, (source, destination));
        let kind = FlowKind::new(
            record.direction,
            record.action,
            record.service,
            record.traffic_path,
        );
        let hour = record.traffic.first_seen.hour();
        let key = RowKey::new(hour, position(interface), (source, destination), kind);
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
    fn note(&mut self, interface: usize, record: &Record, ends: (u32, u32)) {
        let Some(interface) = self.interfaces.list.get_mut(interface) else {
            return;
        };
        if record.direction.is_none()
            && let Some((source, destination)) = self.ends.get(ends.0).zip(self.ends.get(ends.1))
        {
            interface.addresses.see(source, destination);
        }
        if interface.is_of_another_account {
            self.tally.notices.add(Notice::AccountMismatch);
        }
        if interface.is_cut {
            self.tally.notices.add(Notice::TruncatedField);
        }
    }

    fn check_memory(&self) -> Result<(), Full> {
        if self.memory() > self.most_memory {
            return Err(Full);
        }
        Ok(())
    }

    /// Bytes of memory held, about.
    pub(crate) fn memory(&self) -> usize {
        let sums = self.sums.capacity() * size_of::<Traffic>();
        self.interfaces.memory() + self.ends.memory() + self.keys.memory() + sums
    }
}
