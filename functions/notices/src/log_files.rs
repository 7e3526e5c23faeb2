//! Records of calls as CloudTrail delivers them: one compressed object for those of an account.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write as _};

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use gumshoe_domain::{AccountId, Timestamp};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// A record, and what decides where it is kept.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Record {
    message: String,
    account: AccountId,
    region: String,
    time: Timestamp,
    event_id: String,
    value: Value,
}

/// The value is no record of a call.
#[derive(Debug, thiserror::Error)]
#[error("the record has no {0}")]
pub(crate) struct NoRecord(&'static str);

impl Record {
    /// The record that a message holds.
    pub(crate) fn read(message: String, value: Value) -> Result<Self, NoRecord> {
        let text = |name| value[name].as_str().ok_or(NoRecord(name));
        let (account, time) = ("recipientAccountId", "eventTime");
        Ok(Self {
            message,
            account: text(account)?.parse().map_err(|_| NoRecord(account))?,
            region: text("awsRegion")?.to_owned(),
            time: text(time)?.parse().map_err(|_| NoRecord(time))?,
            event_id: text("eventID")?.to_owned(),
            value,
        })
    }
}

/// An object of the audit bucket.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LogFile {
    /// Its key.
    pub(crate) key: String,
    /// Its records, in the order of their times.
    pub(crate) records: Vec<Value>,
    /// The messages that it comes from.
    pub(crate) messages: Vec<String>,
}

impl LogFile {
    fn of(account: AccountId, region: &str, mut records: Vec<Record>) -> Option<Self> {
        records.sort_by(|a, b| (a.time, &a.event_id).cmp(&(b.time, &b.event_id)));
        let messages = records.iter().map(|it| it.message.clone()).collect();
        // A queue may deliver a message twice in one batch.
        records.dedup_by(|a, b| a.event_id == b.event_id);
        Some(Self {
            key: key(account, region, &records)?,
            records: records.into_iter().map(|it| it.value).collect(),
            messages,
        })
    }

    /// The object's content.
    pub(crate) fn compressed(&self) -> io::Result<Bytes> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(json!({ "Records": self.records }).to_string().as_bytes())?;
        Ok(encoder.finish()?.into())
    }
}

/// The objects that hold `records`: one for each account and Region.
pub(crate) fn log_files(records: Vec<Record>) -> Vec<LogFile> {
    let mut groups: BTreeMap<(AccountId, String), Vec<Record>> = BTreeMap::new();
    for record in records {
        let group = (record.account, record.region.clone());
        groups.entry(group).or_default().push(record);
    }
    groups
        .into_iter()
        .filter_map(|((account, region), records)| LogFile::of(account, &region, records))
        .collect()
}

/// The key follows from the records alone: whoever writes the same records again writes over them,
/// and an object with other records never has the same key. AWS CloudTrail User Guide, "CloudTrail
/// log file names".
fn key(account: AccountId, region: &str, records: &[Record]) -> Option<String> {
    let mut digest = Sha256::new();
    for record in records {
        digest.update(&record.event_id);
        digest.update(b"\n");
    }
    let mut unique = String::new();
    for byte in digest.finalize().iter().take(8) {
        // Writing to a string does not fail.
        let _ = write!(unique, "{byte:02x}");
    }
    // 2026-03-01T12:05:31.000Z
    let time = records.last()?.time.to_string();
    let (year, month, day) = (time.get(0..4)?, time.get(5..7)?, time.get(8..10)?);
    let (hour, minute) = (time.get(11..13)?, time.get(14..16)?);
    Some(format!(
        "AWSLogs/{account}/CloudTrail/{region}/{year}/{month}/{day}/{account}_CloudTrail_{region}_{year}{month}{day}T{hour}{minute}Z_{unique}.json.gz"
    ))
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use flate2::read::GzDecoder;

    use super::*;

    fn record(message: &str, account: &str, time: &str) -> Record {
        let value = json!({
            "recipientAccountId": account, "eventTime": time, "awsRegion": "eu-west-1",
            "eventID": format!("event of {message}"),
        });
        Record::read(message.to_owned(), value).unwrap()
    }

    const ONE: &str = "111122223333";
    const OTHER: &str = "444455556666";

    #[test]
    fn the_records_of_an_account_are_one_object_named_as_cloudtrail_names_it() {
        let files = log_files(vec![
            record("b", ONE, "2026-03-01T23:59:30Z"),
            record("c", OTHER, "2026-03-01T12:00:00Z"),
            record("a", ONE, "2026-03-01T23:58:00Z"),
        ]);
        let messages: Vec<_> = files.iter().map(|it| it.messages.join(" ")).collect();
        assert_eq!(messages, ["a b", "c"]);
        let folder = "AWSLogs/111122223333/CloudTrail/eu-west-1/2026/03/01/";
        let name = files[0].key.strip_prefix(folder).unwrap();
        let unique = name.strip_prefix("111122223333_CloudTrail_eu-west-1_20260301T2359Z_");
        let unique = unique.and_then(|it| it.strip_suffix(".json.gz")).unwrap();
        assert_eq!(unique.len(), 16, "{name}");
    }

    #[test]
    fn a_batch_that_is_delivered_again_is_the_same_object() {
        let (a, b) = (
            record("a", ONE, "2026-03-01T12:00:00Z"),
            record("b", ONE, "2026-03-01T12:00:00Z"),
        );
        let first = log_files(vec![a.clone(), b.clone()]).remove(0);
        let again = log_files(vec![b.clone(), a.clone(), a.clone()]).remove(0);
        assert_eq!((&first.key, &first.records), (&again.key, &again.records));
        assert_eq!(first.compressed().unwrap(), again.compressed().unwrap());
        let other = log_files(vec![a]).remove(0);
        assert_ne!(first.key, other.key);
    }

    #[test]
    fn an_object_holds_the_records_compressed() {
        let record = record("a", ONE, "2026-03-01T12:00:00Z");
        let file = log_files(vec![record.clone()]).remove(0);
        let mut text = String::new();
        GzDecoder::new(&*file.compressed().unwrap())
            .read_to_string(&mut text)
            .unwrap();
        let held: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(held, json!({ "Records": [record.value] }));
    }

    #[test]
    fn what_cannot_be_filed_is_no_record() {
        let refused = Record::read(String::new(), json!({ "recipientAccountId": ONE }));
        assert_eq!(
            refused.unwrap_err().to_string(),
            "the record has no awsRegion"
        );
    }
}
