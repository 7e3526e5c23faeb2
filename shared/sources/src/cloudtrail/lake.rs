//! Query results of CloudTrail Lake: tables of comma-separated values.
//!
//! A query chooses its columns, and nested ones are written in a form that cannot be read back. The
//! column `eventJson` has each event as trails write it, so that `SELECT eventJson FROM …` exports
//! whole events (CloudTrail User Guide, "Supported SQL schemas for event data stores").

use std::io::Read;
use std::ops::ControlFlow;

use csv::{ByteRecord, ReaderBuilder};
use serde::de::{DeserializeSeed, Deserializer};

use super::document::Contents;
use super::record::Record;
use crate::lenient::{As, Descending, Flat, Into, Skip};

const COLUMN: &[u8] = b"eventJson";

/// Bytes of a file that decide whether it is a query result, at most.
const MOST_HEADER: usize = 4_096;

/// The table cannot be read to its end.
#[derive(Debug)]
pub(super) enum Unreadable {
    /// It has no column with whole events.
    NoEventJson,
    /// Its bytes cannot be read.
    Bytes(csv::Error),
    /// Reading was broken off.
    BrokenOff,
}

impl From<csv::Error> for Unreadable {
    fn from(error: csv::Error) -> Self {
        Self::Bytes(error)
    }
}

/// Whether a file that begins so is a query result: its first line has the name of a member of every
/// event, such as `eventTime` or `eventJson`. No JSON text begins so, but for a text alone.
pub(super) fn is_result(beginning: &[u8]) -> bool {
    let header = beginning.get(..MOST_HEADER).unwrap_or(beginning);
    let line = header.split(|it| *it == b'\n').next().unwrap_or_default();
    if !line
        .first()
        .is_some_and(|it| *it == b'"' || it.is_ascii_alphabetic())
    {
        return false;
    }
    line.split(|it| *it == b',').any(|column| {
        let name = column.trim_ascii();
        let name = name.strip_prefix(b"\"").unwrap_or(name);
        let name = name.strip_suffix(b"\"").unwrap_or(name);
        let begins = name.get(..5).map(|it| it.eq_ignore_ascii_case(b"event"));
        begins == Some(true) && name.iter().all(u8::is_ascii_alphanumeric)
    })
}

/// Reads a table and gives the event of each row to `each`: the record, or nothing where the row has
/// none. Names of columns are in either case of letters.
///
/// # Errors
/// When the table has no column of events, cannot be read to its end, or `each` breaks off.
pub(super) fn read(
    text: impl Read,
    mut each: impl FnMut(Option<&Record<'_>>) -> ControlFlow<()>,
) -> Result<Contents, Unreadable> {
    let mut table = ReaderBuilder::new().flexible(true).from_reader(text);
    let header = table.byte_headers()?;
    let is_event = |name: &[u8]| name.trim_ascii().eq_ignore_ascii_case(COLUMN);
    let column = header.iter().position(is_event);
    let column = column.ok_or(Unreadable::NoEventJson)?;
    let mut row = ByteRecord::new();
    while table.read_byte_record(&mut row)? {
        let mut record = Record::default();
        let text = row.get(column).map(std::str::from_utf8);
        let is_object = match text {
            Some(Ok(text)) => is_record(text, &mut record),
            Some(Err(_)) | None => false,
        };
        if each(is_object.then_some(&record)).is_break() {
            return Err(Unreadable::BrokenOff);
        }
    }
    Ok(Contents {
        has_records: true,
        is_digest: false,
    })
}

/// Reads an event, by the fast parser first; whether it is an object.
fn is_record<'de>(text: &'de str, record: &mut Record<'de>) -> bool {
    let mut fast = sonic_rs::Deserializer::from_str(text);
    if let Ok(is_object) = into_record::<Descending, _>(&mut fast, record)
        && fast.end().is_ok()
    {
        return is_object;
    }
    let mut slow = serde_json::Deserializer::from_str(text);
    into_record::<Flat, _>(&mut slow, record).is_ok_and(|it| it && slow.end().is_ok())
}

fn into_record<'de, S: Skip, D: Deserializer<'de>>(
    parser: D,
    record: &mut Record<'de>,
) -> Result<bool, D::Error> {
    As::<_, S>::new(Into(record)).deserialize(parser)
}
