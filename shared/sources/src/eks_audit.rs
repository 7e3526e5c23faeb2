//! Audit logs of Amazon EKS clusters.
//!
//! The API server's events come as whoever sends them to S3 packs them: messages of CloudWatch Logs as
//! Firehose delivers them, compressed once or twice, one after the other; exports of CloudWatch Logs;
//! events one to a line, in a list, or alone.

mod batch;
mod delivery;
mod event;
mod identity;
mod image;
mod key;
mod parties;
mod pieces;
mod pod;
mod relations;
mod row;

use std::io::{BufRead, BufReader};
use std::ops::ControlFlow;

use gumshoe_domain::LogSourceName;
use serde::de::DeserializeSeed;

use crate::batch::Batch;
use crate::geolocate::Geolocator;
use crate::inflate::{self, Crossed, Inflater, Meter};
use crate::key::{KeyVerdict, ObjectKey};
use crate::lenient::{As, Descending, Flat, Into};
use crate::limits::Limits;
use crate::rejected::ObjectRejected;
use crate::source::LogSource;
use crate::staging::Full;
use crate::tally::{LeftOut, ObjectTally, RecordRejected};
use batch::Staging;
use delivery::{Delivered, Header};
use event::Event;
use pieces::{Piece, Pieces, Stopped};
use row::{Places, Source};

pub(crate) use batch::AuditRows;

/// The log streams of an EKS cluster's audit log: Amazon EKS User Guide, "Send control plane logs to
/// CloudWatch Logs".
const AUDIT_STREAM: &str = "kube-apiserver-audit";

/// Audit logs of EKS clusters, plain or gzip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EksAudit;

impl LogSource for EksAudit {
    fn name(&self) -> LogSourceName {
        LogSourceName::EksAudit
    }

    fn owns(&self, key: &str) -> KeyVerdict {
        key::verdict(key)
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
            staging: Staging::new(&mut batch.audits, limits),
            places: Places::new(geo),
            object,
            limits,
            is_full: false,
            is_audit_log: false,
        };
        let result = reading.object(bytes, &mut inflater);
        batch.buffers.inflater = inflater;
        result
    }
}

/// One object being read.
struct Reading<'a> {
    staging: Staging<'a>,
    places: Places<'a>,
    object: &'a ObjectKey,
    limits: &'a Limits,
    /// Whether reading was broken off because the rows need too much memory.
    is_full: bool,
    /// Whether anything was found that belongs into an audit log.
    is_audit_log: bool,
}

impl Reading<'_> {
    fn object(
        mut self,
        bytes: &[u8],
        inflater: &mut Inflater,
    ) -> Result<ObjectTally, ObjectRejected> {
        let size = if !inflate::is_gzip(bytes) {
            self.text(bytes)?
        } else if let Some(text) = inflater.whole(bytes, self.limits.whole_bytes) {
            if inflate::is_gzip(text) {
                self.stream(text)?
            } else {
                self.text(text)?
            }
        } else {
            self.stream(bytes)?
        };
        if !self.is_audit_log && self.staging.tally.rejected.total() > 0 {
            return Err(ObjectRejected::NotAuditLog);
        }
        self.staging.tally.inflated_bytes = size;
        let too_many = |Full| ObjectRejected::TooManyRows(self.limits.batch_bytes);
        self.staging.commit().map_err(too_many)
    }

    /// Reads a text that is in memory; gives its size.
    fn text(&mut self, text: &[u8]) -> Result<u64, ObjectRejected> {
        let size = u64::try_from(text.len()).unwrap_or(u64::MAX);
        if size > self.limits.inflated_bytes {
            return Err(ObjectRejected::TooLarge(self.limits.inflated_bytes));
        }
        self.pieces(text)?;
        Ok(size)
    }

    /// Reads a gzip file while it is inflated; gives its inflated size. What it holds may be gzip
    /// again: CloudWatch Logs compresses each message, and Firehose may compress them once more.
    fn stream(&mut self, gzip: &[u8]) -> Result<u64, ObjectRejected> {
        let limits = Limits {
            // The pieces are measured one by one.
            record_bytes: u64::MAX,
            ..*self.limits
        };
        let (outer, inner) = (Meter::default(), Meter::default());
        let mut text = BufReader::new(inflate::stream(gzip, &outer, &limits));
        let is_gzip = text.fill_buf().is_ok_and(inflate::is_gzip);
        let result = if is_gzip {
            self.pieces(BufReader::new(inflate::stream(text, &inner, &limits)))
        } else {
            self.pieces(text)
        };
        let is_too_large = |it: &Meter| it.crossed() == Some(Crossed::Object);
        if is_too_large(&outer) || is_too_large(&inner) {
            return Err(ObjectRejected::TooLarge(limits.inflated_bytes));
        }
        result.map(|()| outer.inflated().max(inner.inflated()))
    }

    /// Reads the objects of a text.
    fn pieces(&mut self, text: impl BufRead) -> Result<(), ObjectRejected> {
        let mut pieces = Pieces::new(text, self.limits.record_bytes);
        loop {
            match pieces.next() {
                Ok(None) => return Ok(()),
                Ok(Some(Piece::Broken)) => self.reject(RecordRejected::InvalidJson),
                Ok(Some(Piece::Object)) => self.piece(pieces.object()),
                Err(Stopped::Input(error)) => return Err(ObjectRejected::CorruptGzip(error)),
                Err(Stopped::TooLong) => {
                    return Err(ObjectRejected::RecordTooLong(self.limits.record_bytes));
                }
            }
            if self.is_full {
                return Err(ObjectRejected::TooManyRows(self.limits.batch_bytes));
            }
        }
    }

    fn reject(&mut self, reason: RecordRejected) {
        self.staging.tally.rejected.add(reason);
    }

    /// Reads one object: an event, or what events are delivered in.
    fn piece(&mut self, text: &[u8]) {
        if delivery::is_message(text) {
            return self.delivery(text);
        }
        match parse(text) {
            Some(event) if event.is_delivery && !event.is_audit_event() => self.delivery(text),
            Some(event) => {
                let source = self.source(None);
                self.event(&event, &source);
            }
            None => self.reject(RecordRejected::InvalidJson),
        }
    }

    fn delivery(&mut self, text: &[u8]) {
        let mut source = None;
        let mut parser = serde_json::Deserializer::from_slice(text);
        let result =
            delivery::read::<Flat, _, _>(&mut parser, |it| self.delivered(it, &mut source));
        let result = match result {
            Ok(delivery) if delivery.is_early => {
                let mut parser = serde_json::Deserializer::from_slice(text);
                delivery::read_early::<Flat, _, _>(&mut parser, delivery.header, |it| {
                    self.delivered(it, &mut source)
                })
            }
            other => other.map(|_| ()),
        };
        if result.is_err() && !self.is_full {
            self.reject(RecordRejected::InvalidJson);
        }
    }

    /// Reads an event of a delivery. `source` is what the delivery says of all its events.
    fn delivered(&mut self, it: Delivered<'_, '_>, source: &mut Option<Source>) -> ControlFlow<()> {
        match it {
            Delivered::Item(event) => {
                let source = source.get_or_insert_with(|| self.source(None));
                match event {
                    Some(event) => self.event(event, source),
                    None => self.reject(RecordRejected::NotAnObject),
                }
            }
            Delivered::Message(header, message) => {
                self.is_audit_log = true;
                let source = source.get_or_insert_with(|| self.source(Some(header)));
                self.message(header, message, source);
            }
        }
        if self.is_full {
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    }

    fn message(&mut self, header: &Header<'_>, message: Option<&str>, source: &Source) {
        let stream = header.log_stream.get();
        if header.message_type.get() == Some("CONTROL_MESSAGE") {
            self.staging.tally.left_out.add(LeftOut::ControlMessage);
        } else if stream.is_some_and(|it| !it.starts_with(AUDIT_STREAM)) {
            self.staging.tally.left_out.add(LeftOut::OtherLogStream);
        } else {
            match message.map(|it| parse(it.as_bytes())) {
                None => self.reject(RecordRejected::NotAnObject),
                Some(None) => self.reject(RecordRejected::InvalidJson),
                Some(Some(event)) => self.event(&event, source),
            }
        }
    }

    fn event(&mut self, event: &Event<'_>, source: &Source) {
        self.is_audit_log |= event.is_audit_event();
        self.is_full |= row::stage(event, source, &mut self.places, &mut self.staging).is_err();
    }

    /// Whose events these are: what the delivery says, else what the key says.
    fn source(&self, header: Option<&Header<'_>>) -> Source {
        let owner = header.and_then(|it| it.owner.get()?.parse().ok());
        let cluster = header.and_then(|it| {
            let name = it.log_group.get()?.strip_prefix("/aws/eks/")?;
            name.strip_suffix("/cluster")?.parse().ok()
        });
        Source {
            account: owner.or(self.object.account),
            cluster: cluster.or_else(|| self.object.cluster.clone()),
            is_of_another_account: owner
                .zip(self.object.account)
                .is_some_and(|(owner, named)| owner != named),
        }
    }
}

/// The event that a text is, if it is a JSON object. What the fast parser refuses the slower one reads
/// again: it decides what is JSON, and it passes over nesting of any depth.
fn parse(text: &[u8]) -> Option<Event<'_>> {
    let text = std::str::from_utf8(text).ok()?;
    let mut event = Event::default();
    let mut parser = sonic_rs::Deserializer::from_str(text);
    let is_object = As::<_, Descending>::new(Into(&mut event)).deserialize(&mut parser);
    if is_object.is_ok() && parser.end().is_ok() {
        return is_object.ok()?.then_some(event);
    }
    let mut parser = serde_json::Deserializer::from_str(text);
    let is_object = As::<_, Flat>::new(Into(&mut event)).deserialize(&mut parser);
    let is_object = is_object.ok()? && parser.end().is_ok();
    is_object.then_some(event)
}
