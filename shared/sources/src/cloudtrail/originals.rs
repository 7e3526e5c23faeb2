//! The records of a log file as they were written, for whoever wants to see what is behind a row.

use std::io::Read as _;

use gumshoe_activity::Call;
use serde_json::{Value, json};

use super::CloudTrail;
use crate::batch::Batch;
use crate::geolocate::Geolocator;
use crate::inflate::{self, Meter};
use crate::key::ObjectKey;
use crate::limits::Limits;
use crate::rejected::ObjectRejected;
use crate::source::LogSource as _;

/// The records of a log file, plain or gzip, that become a row that is wanted, by the same rules by which
/// they became one.
///
/// # Errors
/// When the object cannot be read to its end.
pub fn originals(
    bytes: &[u8],
    limits: &Limits,
    is_wanted: &mut dyn FnMut(&Call<'_>) -> bool,
) -> Result<Vec<Value>, ObjectRejected> {
    let document = document(bytes, limits)?;
    let mut wanted = Vec::new();
    for record in records(document) {
        if becomes(&record, limits, is_wanted)? {
            wanted.push(record);
        }
    }
    Ok(wanted)
}

fn document(bytes: &[u8], limits: &Limits) -> Result<Value, ObjectRejected> {
    if !inflate::is_gzip(bytes) {
        return serde_json::from_slice(bytes).map_err(ObjectRejected::InvalidJson);
    }
    let meter = Meter::default();
    let mut text = Vec::new();
    let mut stream = inflate::stream(bytes, &meter, limits);
    let read = stream.read_to_end(&mut text);
    if meter.crossed().is_some() {
        return Err(ObjectRejected::TooLarge(limits.inflated_bytes));
    }
    read.map_err(ObjectRejected::CorruptGzip)?;
    serde_json::from_slice(&text).map_err(ObjectRejected::InvalidJson)
}

/// Those of a log file; one that is alone, or in the envelope of EventBridge.
fn records(mut document: Value) -> Vec<Value> {
    if let Some(Value::Array(records)) = document.get_mut("Records").map(Value::take) {
        return records;
    }
    let of = document.get("detail-type").and_then(Value::as_str);
    if of.is_some_and(|it| it.ends_with(" via CloudTrail")) {
        return vec![document["detail"].take()];
    }
    vec![document]
}

fn becomes(
    record: &Value,
    limits: &Limits,
    is_wanted: &mut dyn FnMut(&Call<'_>) -> bool,
) -> Result<bool, ObjectRejected> {
    let alone = json!({ "Records": [record] }).to_string();
    let mut batch = Batch::default();
    let (key, geo) = (ObjectKey::default(), Geolocator::none());
    CloudTrail.read(alone.as_bytes(), &key, &mut batch, &geo, limits)?;
    let mut calls = batch.accounts().flat_map(|(_, rows)| rows.calls());
    Ok(calls.any(|it| is_wanted(&it)))
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn record(name: &str, number: u32) -> Value {
        json!({
            "eventTime": "2026-03-01T12:00:00Z", "eventSource": "s3.amazonaws.com", "eventName": name, "eventID": number,
            "recipientAccountId": "111122223333", "sourceIPAddress": "198.51.100.7", "additional": { "anything": number },
        })
    }

    fn put_objects(bytes: &[u8]) -> Vec<Value> {
        let limits = Limits::default();
        originals(bytes, &limits, &mut |call| call.action.api == "PutObject").unwrap()
    }

    #[test]
    fn those_that_become_a_wanted_row_are_given_as_they_were_written() {
        let wanted = [record("PutObject", 1), record("PutObject", 2)];
        let log = json!({ "Records": [wanted[0], record("GetObject", 3), wanted[1], 7, {}] });
        assert_eq!(put_objects(log.to_string().as_bytes()), wanted);
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(log.to_string().as_bytes()).unwrap();
        assert_eq!(put_objects(&gzip.finish().unwrap()), wanted);
    }

    #[test]
    fn a_record_may_be_alone_or_in_an_envelope() {
        let alone = record("PutObject", 1);
        let wanted = put_objects(alone.to_string().as_bytes());
        assert_eq!(wanted, std::slice::from_ref(&alone));
        let envelope = json!({ "detail-type": "AWS API Call via CloudTrail", "detail": alone });
        assert_eq!(put_objects(envelope.to_string().as_bytes()), [alone]);
    }

    #[test]
    fn what_cannot_be_read_says_why() {
        let limits = Limits {
            inflated_bytes: 100,
            ..Limits::default()
        };
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(&[b' '; 1_000]).unwrap();
        let bomb = gzip.finish().unwrap();
        for (bytes, limits) in [
            (&bomb[..], limits),
            (b"{", Limits::default()),
            (&[0x1f, 0x8b, 8], Limits::default()),
        ] {
            assert!(originals(bytes, &limits, &mut |_| true).is_err());
        }
    }
}
