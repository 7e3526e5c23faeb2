//! Activity, for there to be something to investigate.

use std::io::Write as _;

use serde_json::json;

use super::script::ADMINISTRATOR;

/// The key of the log file, as CloudTrail names it.
pub(super) fn key() -> String {
    format!(
        "AWSLogs/{ADMINISTRATOR}/CloudTrail/us-east-1/2026/03/01/{ADMINISTRATOR}_CloudTrail_us-east-1_20260301T1205Z_a.json.gz"
    )
}

/// A log file with one call of the user alice.
pub(super) fn file() -> Vec<u8> {
    let record = json!({
        "eventVersion": "1.08",
        "userIdentity": {
            "type": "IAMUser", "principalId": "AIDAEXAMPLEALICE", "userName": "alice", "accountId": ADMINISTRATOR,
            "arn": format!("arn:aws:iam::{ADMINISTRATOR}:user/alice"), "accessKeyId": "AKIAIOSFODNN7EXAMPLE",
        },
        "eventTime": "2026-03-01T12:00:00Z", "eventSource": "s3.amazonaws.com", "eventName": "ListBuckets",
        "awsRegion": "us-east-1", "sourceIPAddress": "198.51.100.7", "userAgent": "aws-cli/2.15.0",
        "requestParameters": null, "responseElements": null, "eventID": "00000000-0000-0000-0000-000000000001",
        "eventType": "AwsApiCall", "managementEvent": true, "eventCategory": "Management",
        "recipientAccountId": ADMINISTRATOR,
    });
    let text = json!({ "Records": [record] }).to_string();
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}
