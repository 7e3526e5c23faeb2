//! Writes log files, and reads them as an object of account 111122223333.

use std::io::Read;

use flate2::Compression;
use flate2::read::GzEncoder;
use gumshoe_activity::{Aggregate, Call};
use gumshoe_domain::{AccountId, Timestamp};
use gumshoe_sources::{
    AccountTally, Batch, CloudTrail, Geolocator, Limits, LogSource, ObjectKey, ObjectRejected,
    ObjectTally,
};

/// A log file of these records.
pub(crate) fn document(records: &[&str]) -> String {
    format!(r#"{{"Records":[{}]}}"#, records.join(","))
}

/// A sound record in which `members` stand last, and so count where they repeat others.
pub(crate) fn record(members: &str) -> String {
    let comma = if members.is_empty() { "" } else { "," };
    format!(
        r#"{{"eventTime":"2026-03-01T12:34:56Z","eventSource":"sts.amazonaws.com","eventName":"GetCallerIdentity","recipientAccountId":"111122223333"{comma}{members}}}"#
    )
}

/// One gzip member.
pub(crate) fn gzip(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    GzEncoder::new(text, Compression::fast())
        .read_to_end(&mut out)
        .unwrap();
    out
}

pub(crate) fn read(text: &str, batch: &mut Batch) -> Result<ObjectTally, ObjectRejected> {
    read_with(text.as_bytes(), batch, &Limits::default())
}

pub(crate) fn read_with(
    bytes: &[u8],
    batch: &mut Batch,
    limits: &Limits,
) -> Result<ObjectTally, ObjectRejected> {
    let object = ObjectKey {
        account: "111122223333".parse().ok(),
        cluster: None,
    };
    CloudTrail.read(bytes, &object, batch, &Geolocator::none(), limits)
}

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(crate) fn sorted(rows: &Aggregate) -> Vec<Call<'_>> {
    rows.sorted().collect()
}

pub(crate) fn account(text: &str) -> AccountId {
    text.parse().unwrap()
}

/// What an object with `records` good records of account 111122223333 comes to.
pub(crate) fn counted(records: u64, text: &str) -> ObjectTally {
    ObjectTally {
        records,
        inflated_bytes: text.len() as u64,
        newest: Some(at("2026-03-01T12:34:56Z")),
        accounts: [(
            account("111122223333"),
            AccountTally {
                records,
                newest: at("2026-03-01T12:34:56Z"),
            },
        )]
        .into(),
        ..ObjectTally::default()
    }
}
