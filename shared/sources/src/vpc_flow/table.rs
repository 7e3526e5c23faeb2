//! What one object comes to, before it is known who is the interface and who the peer.

use std::hash::{Hash, Hasher};

use gumshoe_activity::flow::{self, Direction, FlowAction, Service, Traffic};
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

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

impl Hash for RowKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // Few large numbers, where the fields would be many small ones.
        let pair = |high: u32, low: u32| u64::from(high) << 32 | u64::from(low);
        state.write_u64(pair(self.hour.index().cast_unsigned(), self.interface));
        state.write_u64(pair(self.source, self.destination));
        state.write_u64(flow::packed(
            self.direction,
            self.action,
            self.service,
            self.traffic_path,
        ));
    }
}

/// One object's rows.
#[derive(Debug)]
pub(super) struct Table {
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
    /// No rows yet.
    pub(super) fn new(object: Option<AccountId>, most_memory: usize) -> Self {
        Self {
            object,
            most_memory,
            until_check: RECORDS_BETWEEN_CHECKS,
            interfaces: Interfaces::default(),
            ends: Ends::default(),
            keys: Kept::default(),
            sums: Vec::new(),
            tally: ObjectTally::default(),
        }
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
        let key = RowKey {
            hour: record.traffic.first_seen.hour(),
            interface: position(interface),
            source,
            destination,
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
        let sums = self.sums.capacity() * size_of::<Traffic>();
        let memory = self.interfaces.memory() + self.ends.memory() + self.keys.memory() + sums;
        if memory > self.most_memory {
            return Err(Full);
        }
        Ok(())
    }
}
