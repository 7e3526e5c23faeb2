//! AWS CloudTrail log files, single events as EventBridge delivers them, and query results of CloudTrail
//! Lake.
//!
//! An object of ordinary size is inflated at once and parsed in place by a fast parser; a larger one
//! is parsed while it is inflated, by a slower parser that reads streams. Both feed the same
//! reading of the document. What the fast parser refuses the slower one reads again: it decides what
//! is JSON, and it passes over nesting of any depth.

mod actors;
mod bucket;
mod document;
mod event_id;
mod event_time;
mod identity;
mod lake;
mod originals;
mod parameters;
mod record;
mod relations;
mod response;
mod row;

use std::io::BufRead;
use std::ops::ControlFlow;

use gumshoe_domain::LogSourceName;

use crate::batch::Batch;
use crate::geolocate::Geolocator;
use crate::inflate::{self, Crossed, Inflater, Meter};
use crate::key::{self, KeyVerdict, ObjectKey};
use crate::lenient::{Descending, Flat};
use crate::limits::Limits;
use crate::rejected::ObjectRejected;
use crate::source::LogSource;
use crate::staging::{Full, Staging};
use crate::tally::{LeftOut, ObjectTally};
use document::Contents;
use lake::Unreadable;
use record::Record;

pub use originals::originals;
pub(crate) use relations::Rule;

/// AWS CloudTrail log files, plain or gzip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CloudTrail;

impl LogSource for CloudTrail {
    fn name(&self) -> LogSourceName {
        LogSourceName::CloudTrail
    }

    fn owns(&self, key: &str) -> KeyVerdict {
        key::cloudtrail(key)
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
        let reading = Reading {
            staging: Staging::new(batch, limits),
            object,
            geo,
            limits,
            is_full: false,
        };
        let result = reading.object(bytes, &mut inflater);
        batch.buffers.inflater = inflater;
        result
    }
}

/// One object being read.
struct Reading<'a> {
    staging: Staging<'a>,
    object: &'a ObjectKey,
    geo: &'a Geolocator,
    limits: &'a Limits,
    /// Whether reading was broken off because the rows need too much memory.
    is_full: bool,
}

impl Reading<'_> {
    fn object(
        mut self,
        bytes: &[u8],
        inflater: &mut Inflater,
    ) -> Result<ObjectTally, ObjectRejected> {
        let (contents, size) = if !inflate::is_gzip(bytes) {
            self.whole(bytes)?
        } else if let Some(text) = inflater.whole(bytes, self.limits.whole_bytes) {
            self.whole(text)?
        } else {
            self.stream(bytes)?
        };
        if contents.is_digest && !contents.has_records {
            self.staging.tally.left_out.add(LeftOut::Digest);
        } else if !contents.has_records {
            return Err(ObjectRejected::NotCloudTrail);
        }
        self.staging.tally.inflated_bytes = size;
        let too_many = |Full| ObjectRejected::TooManyRows(self.limits.batch_bytes);
        self.staging.commit().map_err(too_many)
    }

    /// Reads a text that is in memory; gives its size, too.
    fn whole(&mut self, text: &[u8]) -> Result<(Contents, u64), ObjectRejected> {
        let size = u64::try_from(text.len()).unwrap_or(u64::MAX);
        if size > self.limits.inflated_bytes {
            return Err(ObjectRejected::TooLarge(self.limits.inflated_bytes));
        }
        if lake::is_result(text) {
            let contents = lake::read(text, |it| self.record(it));
            return contents
                .map(|it| (it, size))
                .map_err(|error| self.of_lake(error));
        }
        if let Some(contents) = self.whole_fast(text) {
            return Ok((contents, size));
        }
        if self.is_full {
            return Err(self.too_many_rows());
        }
        self.staging.restart();
        let mut parser = serde_json::Deserializer::from_slice(text);
        let contents = document::read::<Flat, _, _>(&mut parser, |it| self.record(it));
        let contents = contents.and_then(|it| parser.end().map(|()| it));
        contents.map(|it| (it, size)).map_err(|error| {
            if self.is_full {
                return self.too_many_rows();
            }
            ObjectRejected::InvalidJson(error)
        })
    }

    /// As [`Self::whole`], by the fast parser; nothing where it refuses or reading was broken off.
    fn whole_fast(&mut self, text: &[u8]) -> Option<Contents> {
        // Checked first, the text need not be checked piece by piece.
        let text = std::str::from_utf8(text).ok()?;
        let mut parser = sonic_rs::Deserializer::from_str(text);
        let contents =
            document::read::<Descending, _, _>(&mut parser, |it| self.record(it)).ok()?;
        parser.end().ok()?;
        Some(contents)
    }

    /// Reads a gzip file while it is inflated; gives its inflated size, too.
    fn stream(&mut self, gzip: &[u8]) -> Result<(Contents, u64), ObjectRejected> {
        let (meter, limits) = (Meter::default(), self.limits);
        let mut text = inflate::stream(gzip, &meter, limits);
        let is_lake = match (text.fill_buf(), meter.crossed()) {
            (Ok(beginning), _) => lake::is_result(beginning),
            (Err(_), Some(crossed)) => return Err(self.too_much(crossed)),
            (Err(error), None) => return Err(ObjectRejected::CorruptGzip(error)),
        };
        if is_lake {
            let contents = lake::read(text, |it| {
                meter.record_ended();
                self.record(it)
            });
            return match (contents, meter.crossed()) {
                (_, Some(crossed)) => Err(self.too_much(crossed)),
                (Ok(contents), None) => Ok((contents, meter.inflated())),
                (Err(error), None) => Err(self.of_lake(error)),
            };
        }
        let mut parser = serde_json::Deserializer::from_reader(text);
        let contents = document::read::<Flat, _, _>(&mut parser, |it| {
            meter.record_ended();
            self.record(it)
        });
        let contents = contents.and_then(|it| parser.end().map(|()| it));
        match (contents, meter.crossed()) {
            (_, Some(crossed)) => Err(self.too_much(crossed)),
            (Ok(contents), None) => Ok((contents, meter.inflated())),
            (Err(_), None) if self.is_full => Err(self.too_many_rows()),
            (Err(error), None) if error.is_io() => Err(ObjectRejected::CorruptGzip(error.into())),
            (Err(error), None) => Err(ObjectRejected::InvalidJson(error)),
        }
    }

    fn record(&mut self, record: Option<&Record<'_>>) -> ControlFlow<()> {
        match row::stage(record, self.object, self.geo, &mut self.staging) {
            Ok(()) => ControlFlow::Continue(()),
            Err(Full) => {
                self.is_full = true;
                ControlFlow::Break(())
            }
        }
    }

    fn too_much(&self, crossed: Crossed) -> ObjectRejected {
        match crossed {
            Crossed::Object => ObjectRejected::TooLarge(self.limits.inflated_bytes),
            Crossed::Record => ObjectRejected::RecordTooLong(self.limits.record_bytes),
        }
    }

    fn of_lake(&self, error: Unreadable) -> ObjectRejected {
        match error {
            Unreadable::NoEventJson => ObjectRejected::NoEventJson,
            Unreadable::BrokenOff => self.too_many_rows(),
            Unreadable::Bytes(error) => ObjectRejected::CorruptGzip(error.into()),
        }
    }

    fn too_many_rows(&self) -> ObjectRejected {
        ObjectRejected::TooManyRows(self.limits.batch_bytes)
    }
}
