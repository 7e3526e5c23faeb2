//! S3 notifications, bare or wrapped in SQS, SNS or EventBridge, to the names of objects; and events
//! that carry records of a source themselves, to objects whose content is at hand.

use aws_lambda_events::eventbridge::EventBridgeEvent;
use aws_lambda_events::s3::S3Event;
use aws_lambda_events::sqs::SqsEvent;
use bytes::Bytes;
use gumshoe_sources::EventPattern;
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
#[error("neither an S3 event nor one of the source, nor one of these in SQS, SNS or EventBridge")]
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

/// Reads an invocation's event; `own` are the events that carry records of the source themselves.
///
/// A message whose body is neither a notification of S3 nor such an event has no objects: repeating
/// it would not help. It is logged and taken as handled.
pub(crate) fn read(event: Value, own: Option<EventPattern>) -> Result<Event, UnknownEvent> {
    if is_from(&event, "aws:sqs") {
        let event: SqsEvent = serde_json::from_value(event).map_err(|_| UnknownEvent)?;
        let messages = event.records.into_iter().map(|message| {
            let body = message
                .body
                .as_deref()
                .and_then(|body| serde_json::from_str(body).ok());
            let objects = body
                .and_then(|body| notification(body, own))
                .unwrap_or_else(|| {
                    tracing::warn!(
                        message.id = message.message_id.as_deref(),
                        "message names no object"
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
    notification(event, own)
        .map(Event::Objects)
        .ok_or(UnknownEvent)
}

fn is_from(event: &Value, source: &str) -> bool {
    let first = &event["Records"][0];
    first["eventSource"] == source || first["EventSource"] == source
}

/// The objects of one notification, whatever wraps it.
fn notification(event: Value, own: Option<EventPattern>) -> Option<Vec<Received>> {
    if let Some(object) = own.and_then(|own| event_as_object(&event, own)) {
        return Some(vec![object]);
    }
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
            content: None,
        }]);
    }
    if event["Type"] == "Notification" {
        return notification(serde_json::from_str(event["Message"].as_str()?).ok()?, own);
    }
    if is_from(&event, "aws:sns") {
        let messages = event["Records"]
            .as_array()?
            .iter()
            .map(|record| record["Sns"]["Message"].as_str());
        let objects =
            messages.map(|message| notification(serde_json::from_str(message?).ok()?, own));
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

/// An event of the source, as an object that holds it: its id is the same however often it is
/// delivered.
fn event_as_object(event: &Value, own: EventPattern) -> Option<Received> {
    let text = |name: &str| event[name].as_str();
    if !own.matches(text("source")?, text("detail-type")?) {
        return None;
    }
    let content = Bytes::from(event.to_string());
    Some(Received {
        name: ObjectName {
            bucket: own.source.to_owned(),
            key: text("id")?.to_owned(),
        },
        size: u64::try_from(content.len()).unwrap_or(u64::MAX),
        content: Some(content),
    })
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
        content: None,
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
            content: None,
        }
    }

    const OWN: EventPattern = EventPattern {
        source: "aws.guardduty",
        detail_types: &["GuardDuty Finding"],
    };

    fn read(event: Value) -> Result<Event, UnknownEvent> {
        super::read(event, Some(OWN))
    }

    fn finding_event() -> Value {
        json!({"version": "0", "id": "cd2d702e-ab31-411b-9344-793ce56b1bc7", "detail-type": "GuardDuty Finding",
            "source": "aws.guardduty", "account": "111122223333", "time": "2026-03-01T12:00:00Z",
            "region": "us-east-1", "resources": [], "detail": {"id": "16afba5c"}})
    }

    #[test]
    fn an_event_that_carries_records_is_an_object_named_by_its_source_and_its_id() {
        let event = finding_event();
        let content = event.to_string();
        let expected = Received {
            name: ObjectName {
                bucket: "aws.guardduty".to_owned(),
                key: "cd2d702e-ab31-411b-9344-793ce56b1bc7".to_owned(),
            },
            size: u64::try_from(content.len()).unwrap(),
            content: Some(Bytes::from(content)),
        };
        assert_eq!(
            read(event.clone()).unwrap(),
            Event::Objects(vec![expected.clone()])
        );
        let queued = Message {
            id: "0".to_owned(),
            objects: vec![expected],
        };
        assert_eq!(
            read(sqs_event(&[event.to_string()])).unwrap(),
            Event::Messages(vec![queued])
        );
    }

    #[test]
    fn an_event_of_another_source_is_refused() {
        assert!(super::read(finding_event(), None).is_err());
        let mut other = finding_event();
        other["detail-type"] = json!("GuardDuty Coverage");
        assert!(read(other).is_err());
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
