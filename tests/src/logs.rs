//! CloudTrail records and log files that say only what a test is about.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};

/// One record of a trail, complete and unremarkable unless said otherwise.
#[derive(Debug, Clone)]
pub struct Record(Value);

impl Record {
    /// A successful `s3:ListBuckets` of the user `alice` in `account` at `time`.
    pub fn new(account: &str, time: &str, event_id: u128) -> Self {
        Self(json!({
            "eventVersion": "1.08",
            "userIdentity": {
                "type": "IAMUser", "principalId": "AIDAEXAMPLEALICE", "userName": "alice", "accountId": account,
                "arn": format!("arn:aws:iam::{account}:user/alice"), "accessKeyId": "AKIAIOSFODNN7EXAMPLE",
            },
            "eventTime": time, "eventSource": "s3.amazonaws.com", "eventName": "ListBuckets", "awsRegion": "us-east-1",
            "sourceIPAddress": "198.51.100.7", "userAgent": "aws-cli/2.15.0",
            "requestParameters": null, "responseElements": null,
            "eventID": format!("{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
                event_id >> 96, event_id >> 80 & 0xffff, event_id >> 64 & 0xffff, event_id >> 48 & 0xffff, event_id & 0xffff_ffff_ffff),
            "eventType": "AwsApiCall", "managementEvent": true, "eventCategory": "Management", "recipientAccountId": account,
        }))
    }

    /// The record with another value, or without one when it is null.
    #[must_use]
    pub fn with(mut self, member: &str, value: Value) -> Self {
        if value.is_null() {
            self.0
                .as_object_mut()
                .expect("a record is an object")
                .remove(member);
        } else {
            self.0[member] = value;
        }
        self
    }

    /// The record as JSON.
    pub fn value(&self) -> &Value {
        &self.0
    }
}

/// The text of a log file with these records.
pub fn log_file<'a>(records: impl IntoIterator<Item = &'a Record>) -> Vec<u8> {
    let records: Vec<&Value> = records.into_iter().map(Record::value).collect();
    json!({ "Records": records }).to_string().into_bytes()
}

/// Compresses.
pub fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text).expect("writing to memory");
    encoder.finish().expect("writing to memory")
}

/// The key of an account's log file of 2026-03-01, as CloudTrail names it.
pub fn log_key(account: &str, name: &str) -> String {
    format!(
        "AWSLogs/{account}/CloudTrail/us-east-1/2026/03/01/{account}_CloudTrail_us-east-1_20260301T1205Z_{name}.json.gz"
    )
}
