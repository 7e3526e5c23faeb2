//! Amazon VPC flow logs: text with a header line in any order of fields, and Parquet.
//!
//! Amazon VPC User Guide, "Flow log records" and "Flow log files". An object of ordinary size is
//! inflated at once; a larger one is read while it is inflated, some lines at a time. Everything of
//! one object is added up in a table of small numbers, which fits the processor's caches; who is the
//! interface and who the peer is decided when all of it was read.

mod address;
mod columns;
mod commit;
mod direction;
mod ends;
mod field;
mod interfaces;
mod kept;
mod lines;
mod naming;
mod number;
mod parquet;
mod places;
mod record;
mod separators;
mod service;
mod spans;
mod table;
mod task;

use std::io::Read;

use gumshoe_domain::LogSourceName;

use crate::batch::Batch;
use crate::geolocate::Geolocator;
use crate::inflate::{self, Crossed, Inflater, Meter};
use crate::key::{self, KeyVerdict, ObjectKey};
use crate::limits::Limits;
use crate::rejected::ObjectRejected;
use crate::source::LogSource;
use crate::tally::ObjectTally;
use lines::{Lines, Stopped};
pub(crate) use places::Places;
use table::Full;
pub(crate) use table::Table;

/// Bytes that are read at once where an object is read as it is inflated.
const CHUNK: usize = 256 << 10;

/// Amazon VPC flow logs, as text (plain or gzip) or Parquet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VpcFlow;

impl LogSource for VpcFlow {
    fn name(&self) -> LogSourceName {
        LogSourceName::VpcFlow
    }

    fn owns(&self, key: &str) -> KeyVerdict {
        key::vpc_flow(key)
    }

    fn read(
        &self,
        bytes: &[u8],
        object: &ObjectKey,
        batch: &mut Batch,
        geo: &Geolocator,
        limits: &Limits,
    ) -> Result<ObjectTally, ObjectRejected> {
        let mut inflater = std::mem::take(&mut batch.buffers.inflater);
        let table = std::mem::take(&mut batch.buffers.flows);
        let mut table = table.begin(object.account, limits.batch_bytes);
        let size = read(bytes, &mut table, &mut inflater, limits);
        batch.buffers.inflater = inflater;
        let inflated_bytes = size?;
        let tally = commit::commit(&mut table, batch, geo, limits);
        batch.buffers.flows = table.left();
        Ok(ObjectTally {
            inflated_bytes,
            ..tally
        })
    }
}

/// Reads an object into its table; gives its inflated size.
fn read(
    bytes: &[u8],
    table: &mut Table,
    inflater: &mut Inflater,
    limits: &Limits,
) -> Result<u64, ObjectRejected> {
    if parquet::is_parquet(bytes) {
        return parquet::read(bytes, table, limits);
    }
    if !inflate::is_gzip(bytes) {
        return whole(bytes, table, limits);
    }
    if let Some(text) = inflater.whole(bytes, limits.whole_bytes) {
        return whole(text, table, limits);
    }
    stream(bytes, table, limits)
}

/// Reads a text that is in memory.
fn whole(text: &[u8], table: &mut Table, limits: &Limits) -> Result<u64, ObjectRejected> {
    let size = u64::try_from(text.len()).unwrap_or(u64::MAX);
    if size > limits.inflated_bytes {
        return Err(ObjectRejected::TooLarge(limits.inflated_bytes));
    }
    let mut lines = Lines::default();
    let read = lines.read(text, table).and_then(|rest| {
        let last = text.get(text.len() - rest..).unwrap_or_default();
        lines.finish(last, table)
    });
    read.map(|()| size).map_err(|it| rejected(it, limits))
}

/// Reads a gzip file while it is inflated.
fn stream(gzip: &[u8], table: &mut Table, limits: &Limits) -> Result<u64, ObjectRejected> {
    let meter = Meter::default();
    let mut text = inflate::stream(gzip, &meter, limits);
    let mut lines = Lines::default();
    // What was read and is no whole line yet, and room for what is read next.
    let mut buffer = vec![0; CHUNK];
    let mut held = 0;
    loop {
        if buffer.len() < held + CHUNK {
            buffer.resize(held + CHUNK, 0);
        }
        let read = match text.read(buffer.get_mut(held..).unwrap_or_default()) {
            Ok(read) => read,
            Err(error) => {
                return Err(match meter.crossed() {
                    Some(Crossed::Object) => ObjectRejected::TooLarge(limits.inflated_bytes),
                    Some(Crossed::Record) => ObjectRejected::RecordTooLong(limits.record_bytes),
                    None => ObjectRejected::CorruptGzip(error),
                });
            }
        };
        let filled = held + read;
        let text = buffer.get(..filled).unwrap_or_default();
        if read == 0 {
            let finished = lines.finish(text, table);
            finished.map_err(|it| rejected(it, limits))?;
            return Ok(meter.inflated());
        }
        // A line that goes on is not looked at again before it ends: a file can come in a great many
        // pieces.
        if memchr::memchr(b'\n', text.get(held..).unwrap_or_default()).is_none() {
            held = filled;
            continue;
        }
        let rest = lines.read(text, table);
        let rest = rest.map_err(|it| rejected(it, limits))?;
        if rest < filled {
            meter.record_ended();
            buffer.copy_within(filled - rest..filled, 0);
        }
        held = rest;
    }
}

fn rejected(stopped: Stopped, limits: &Limits) -> ObjectRejected {
    match stopped {
        Stopped::NotVpcFlow => ObjectRejected::NotVpcFlow,
        Stopped::MissingField(field) => ObjectRejected::MissingField(field),
        Stopped::Full(Full) => ObjectRejected::TooManyRows(limits.batch_bytes),
    }
}
