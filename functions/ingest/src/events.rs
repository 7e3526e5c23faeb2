//! S3 notifications, bare or wrapped in SQS, SNS or EventBridge, to the names of objects.

use aws_lambda_events::eventbridge::EventBridgeEvent;
use aws_lambda_events::s3::S3Event;
use aws_lambda_events::sqs::SqsEvent;
use gumshoe_store::ObjectName;
use percent_encoding::percent_decode_str;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::ingest::Received;

/// What an invocation brings.
#[derive(Debug, PartialEq)]
pub(crate) enum Event {
    /// Objects, to be ingested all or the invocation repeated.
    Objects(Vec<Received>),
    /// Messages of a queue, each with its objects; each can be repeated by itself.
    Messages(Vec<Message>),
}

/// A message of a queue.
#[derive(Debug, PartialEq)]
pub(crate) struct Message {
    pub(crate) id: String,
    pub(crate) objects: Vec<Received>,
}

/// The event has none of the known forms.
#[derive(Debug, thiserror::Error)]
#[error("neither an S3 event, nor one in SQS, SNS or EventBridge")]
pub(crate) struct UnknownEvent;

/// Detail of EventBridge's `Object Created`. S3 User Guide, "EventBridge event message structure";
/// the key is not encoded there.
#[derive(Deserialize, Serialize)]
struct ObjectCreated {
    bucket: Bucket,
    object: Object,
}

#[derive(Deserialize, Serialize)]
struct Bucket {
    name: String,
}

#[derive(Deserialize, Serialize)]
struct Object {
    key: String,
    #[serde(default)]
    size: u64,
}

/// Reads an invocation's event.
///
/// A message whose body is no notification of S3 has no objects: repeating it would not help. It is
/// logged and taken as handled.
pub(crate) fn read(event: Value) -> Result<Event, UnknownEvent> {
    if is_from(&event, "aws:sqs") {
        let event: SqsEvent = serde_json::from_value(event).map_err(|_| UnknownEvent)?;
        let messages = event.records.into_iter().map(|message| {
            let body = message
                .body
                .as_deref()
                .and_then(|body| serde_json::from_str(body).ok());
            let objects = body.and_then(notification).unwrap_or_else(|| {
                tracing::warn!(
                    message.id = message.message_id.as_deref(),
                    "message is no notification of S3"
                );
                Vec::new()
            });
            Message {
                id: message.message_id.unwrap_or_default(),
                objects,
            }
        });
        return Ok(Event::Messages(messages.collect()));
    }
    notification(event).map(Event::Objects).ok_or(UnknownEvent)
}

fn is_from(event: &Value, source: &str) -> bool {
    let first = &event["Records"][0];
    first["eventSource"] == source || first["EventSource"] == source
}

/// The objects of one notification, whatever wraps it.
fn notification(event: Value) -> Option<Vec<Received>> {
    if event["Event"] == "s3:TestEvent" {
        return Some(Vec::new());
    }
    if event["detail-type"] == "Object Created" {
        let event: EventBridgeEvent<ObjectCreated> = serde_json::from_value(event).ok()?;
        let name = ObjectName {
            bucket: event.detail.bucket.name,
            key: event.detail.object.key,
        };
        return Some(vec![Received {
            name,
            size: event.detail.object.size,
        }]);
    }
    if event["Type"] == "Notification" {
        return notification(serde_json::from_str(event["Message"].as_str()?).ok()?);
    }
    if is_from(&event, "aws:sns") {
        let messages = event["Records"]
            .as_array()?
            .iter()
            .map(|record| record["Sns"]["Message"].as_str());
        let objects = messages.map(|message| notification(serde_json::from_str(message?).ok()?));
        return objects
            .collect::<Option<Vec<_>>>()
            .map(|objects| objects.concat());
    }
    if is_from(&event, "aws:s3") {
        let event: S3Event = serde_json::from_value(event).ok()?;
        return event
            .records
            .into_iter()
            .map(|record| s3_object(record.s3))
            .collect();
    }
    None
}

fn s3_object(entity: aws_lambda_events::s3::S3Entity) -> Option<Received> {
    // Keys are form-encoded: S3 User Guide, "Event message structure".
    let encoded = entity.object.key?.replace('+', " ");
    let key = percent_decode_str(&encoded)
        .decode_utf8()
        .ok()?
        .into_owned();
    let size = entity
        .object
        .size
        .and_then(|size| u64::try_from(size).ok())
        .unwrap_or(0);
    Some(Received {
        name: ObjectName {
            bucket: entity.bucket.name?,
            key,
        },
        size,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn received(key: &str) -> Received {
        Received {
            name: ObjectName {
                bucket: "logs".to_owned(),
                key: key.to_owned(),
            },
            size: 7,
        }
    }

    fn s3_event(key: &str) -> Value {
        json!({"Records": [{
            "eventVersion": "2.1", "eventSource": "aws:s3", "awsRegion": "us-east-1",
            "eventTime": "2026-03-01T12:00:00.000Z", "eventName": "ObjectCreated:Put",
            "userIdentity": {"principalId": "A"}, "requestParameters": {"sourceIPAddress": "192.0.2.1"},
            "responseElements": {}, "s3": {
                "s3SchemaVersion": "1.0", "bucket": {"name": "logs", "arn": "arn:aws:s3:::logs"},
                "object": {"key": key, "size": 7, "eTag": "e", "sequencer": "0"}}}]})
    }

    fn eventbridge_event(key: &str) -> Value {
        json!({"version": "0", "id": "1", "detail-type": "Object Created", "source": "aws.s3",
            "account": "111122223333", "time": "2026-03-01T12:00:00Z", "region": "us-east-1",
            "resources": ["arn:aws:s3:::logs"],
            "detail": {"version": "0", "bucket": {"name": "logs"}, "object": {"key": key, "size": 7}}})
    }

    fn sqs_event(bodies: &[String]) -> Value {
        let records = bodies.iter().enumerate();
        let records = records.map(
            |(n, body)| json!({"messageId": n.to_string(), "body": body, "eventSource": "aws:sqs"}),
        );
        json!({ "Records": records.collect::<Vec<_>>() })
    }

    #[test]
    fn a_plain_s3_event_names_its_object_decoded() {
        assert_eq!(
            read(s3_event("a%2Bb/c+d.json")).unwrap(),
            Event::Objects(vec![received("a+b/c d.json")])
        );
    }

    #[test]
    fn an_eventbridge_event_names_its_object_as_it_is() {
        assert_eq!(
            read(eventbridge_event("a%2Bb/c+d.json")).unwrap(),
            Event::Objects(vec![received("a%2Bb/c+d.json")])
        );
    }

    #[test]
    fn each_message_of_a_queue_has_its_own_objects() {
        let sns = json!({"Type": "Notification", "Message": s3_event("sns").to_string()});
        let bodies = [
            s3_event("s3").to_string(),
            eventbridge_event("bridge").to_string(),
            sns.to_string(),
            "{broken".to_owned(),
        ];
        let expected = [
            vec![received("s3")],
            vec![received("bridge")],
            vec![received("sns")],
            vec![],
        ];
        let expected = expected
            .into_iter()
            .enumerate()
            .map(|(n, objects)| Message {
                id: n.to_string(),
                objects,
            });
        assert_eq!(
            read(sqs_event(&bodies)).unwrap(),
            Event::Messages(expected.collect())
        );
    }

    #[test]
    fn sns_may_invoke_directly() {
        let event = json!({"Records": [{"EventSource": "aws:sns", "Sns": {"Message": s3_event("k").to_string()}}]});
        assert_eq!(read(event).unwrap(), Event::Objects(vec![received("k")]));
    }

    #[test]
    fn the_test_event_of_s3_has_no_objects() {
        assert_eq!(
            read(json!({"Service": "Amazon S3", "Event": "s3:TestEvent"})).unwrap(),
            Event::Objects(vec![])
        );
    }

    #[test]
    fn anything_else_is_refused() {
        for event in [
            json!(null),
            json!({}),
            json!({"Records": []}),
            json!({"Records": [{"eventSource": "aws:kinesis"}]}),
        ] {
            assert!(read(event.clone()).is_err(), "{event}");
        }
    }
}
