//! Telling ingestion what was put into the log bucket: the events that Amazon S3 sends through
//! EventBridge, one in each message of a queue.

use gumshoe_domain::{AccountId, Region, Timestamp};
use serde_json::json;

use crate::s3::Created;

/// Where the log bucket is, for the events' envelope.
#[derive(Debug, Clone)]
pub struct Origin {
    /// The bucket's owner.
    pub account: AccountId,
    /// The bucket's Region.
    pub region: Region,
}

/// The `Object Created` event of `created`, seen at `now`, with `id`, 128 random bits.
///
/// The key is as it is: other than in S3's own notifications, keys in EventBridge's events are not
/// URL-encoded. Amazon S3 User Guide, "EventBridge event message structure".
pub fn object_created(created: &Created, origin: &Origin, now: Timestamp, id: u128) -> String {
    let partition = origin.region.partition();
    json!({
        "version": "0",
        "id": uuid(id),
        "detail-type": "Object Created",
        "source": "aws.s3",
        "account": origin.account.to_string(),
        "time": now.to_string(),
        "region": origin.region.to_string(),
        "resources": [format!("arn:{partition}:s3:::{}", created.bucket)],
        "detail": {
            "version": "0",
            "bucket": { "name": created.bucket },
            "object": {
                "key": created.key,
                "size": created.size,
                "etag": created.tag,
                "sequencer": format!("{:018X}", now.as_millis()),
            },
            "request-id": format!("{:016X}", id >> 64),
            "requester": created.requester.as_deref().unwrap_or(origin.account.as_str()),
            "source-ip-address": "127.0.0.1",
            "reason": created.reason,
        },
    })
    .to_string()
}

/// The bits as a version 4 UUID.
pub(crate) fn uuid(bits: u128) -> String {
    let bits =
        bits & !(0xf000_u128 << 64) & !(0xc000_u128 << 48) | 0x4000_u128 << 64 | 0x8000_u128 << 48;
    let hex = format!("{bits:032x}");
    let part = |range: std::ops::Range<usize>| hex.get(range).unwrap_or_default();
    format!(
        "{}-{}-{}-{}-{}",
        part(0..8),
        part(8..12),
        part(12..16),
        part(16..20),
        part(20..32)
    )
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn an_event_has_the_form_that_s3_sends_through_event_bridge() {
        let created = Created {
            bucket: "gumshoe-logs".to_owned(),
            key: "AWSLogs/a b+c%/é.json.gz".to_owned(),
            size: 5,
            tag: "abc-1".to_owned(),
            reason: "PutObject",
            requester: Some("444455556666".to_owned()),
        };
        let origin = Origin {
            account: "111122223333".parse().unwrap(),
            region: "eu-west-1".parse().unwrap(),
        };
        let text = object_created(&created, &origin, Timestamp::from_millis(0), u128::MAX);
        let event: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(
            event,
            json!({
                "version": "0",
                "id": "ffffffff-ffff-4fff-bfff-ffffffffffff",
                "detail-type": "Object Created",
                "source": "aws.s3",
                "account": "111122223333",
                "time": Timestamp::from_millis(0).to_string(),
                "region": "eu-west-1",
                "resources": ["arn:aws:s3:::gumshoe-logs"],
                "detail": {
                    "version": "0",
                    "bucket": { "name": "gumshoe-logs" },
                    "object": {
                        "key": "AWSLogs/a b+c%/é.json.gz",
                        "size": 5,
                        "etag": "abc-1",
                        "sequencer": "000000000000000000",
                    },
                    "request-id": "FFFFFFFFFFFFFFFF",
                    "requester": "444455556666",
                    "source-ip-address": "127.0.0.1",
                    "reason": "PutObject",
                },
            })
        );
    }
}
