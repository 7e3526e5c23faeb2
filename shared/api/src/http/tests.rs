use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use gumshoe_domain::Retention;
use gumshoe_domain::investigation::AutomaticInvestigations;
use gumshoe_domain::quota::Quotas;
use gumshoe_messages::{QueueError, Queues};
use gumshoe_store::Access;
use serde_json::{Value, json};

use super::*;
use crate::error::Invalid;
use crate::operation::{Method, Operation, Route};
use crate::settings::Settings;

/// An operation that tells of an invitation, and is refused when it is asked to be.
enum Invite {}

struct Command {
    refused: bool,
}

impl TryFrom<Value> for Command {
    type Error = Invalid;

    fn try_from(sent: Value) -> Result<Self, Invalid> {
        Ok(Self {
            refused: sent["Refused"] == true,
        })
    }
}

impl Operation for Invite {
    const NAME: &'static str = "Invite";
    const ROUTE: Route = Route {
        method: Method::Post,
        path: "/invite",
    };
    const ACCESS: &'static [Access] = &[];
    type Request = Value;
    type Command = Command;
    type Response = Value;

    async fn run(cx: &Context<'_>, command: Command) -> Result<Value, ApiError> {
        cx.notify(Notice::Invitation {
            graph: "graph".to_owned(),
            account: "account".to_owned(),
        });
        if command.refused {
            return Err(ApiError::Conflict("no".to_owned()));
        }
        Ok(json!({ "Done": true }))
    }
}

static INVITE: Entry = Entry::of::<Invite>();

/// A queue that remembers what is put into it, or takes nothing.
#[derive(Debug, Default)]
struct Remembering {
    puts: Mutex<Vec<Vec<Value>>>,
    broken: bool,
}

#[async_trait]
impl Queues for Remembering {
    async fn put(&self, queue: QueueName, bodies: Vec<String>) -> Result<(), QueueError> {
        if self.broken {
            return Err(QueueError {
                queue,
                source: "it is broken".into(),
            });
        }
        let read = |body: &String| serde_json::from_str(body).unwrap();
        let put = bodies.iter().map(read).collect();
        self.puts.lock().unwrap().push(put);
        Ok(())
    }
}

fn services(queues: Arc<Remembering>) -> Services {
    let settings = Settings {
        region: "eu-west-1".parse().unwrap(),
        table: "table".to_owned(),
        segment_bucket: "segments".to_owned(),
        geolocation: Vec::new(),
        max_object_bytes: 1,
        max_inflated_bytes: 1,
        quotas: Quotas::default(),
        retention: Retention::default(),
        trails: gumshoe_domain::Trails::default(),
        audit_bucket: None,
        event_bus: None,
        invitation_sender: None,
        summary_model: None,
        trust_access_key: false,
        automatic_investigations: AutomaticInvestigations::Off,
    };
    let dynamodb = aws_sdk_dynamodb::Config::builder()
        .behavior_version(aws_sdk_dynamodb::config::BehaviorVersion::latest());
    let s3 = aws_sdk_s3::Config::builder()
        .behavior_version(aws_sdk_s3::config::BehaviorVersion::latest());
    Services::new(
        settings,
        aws_sdk_dynamodb::Client::from_conf(dynamodb.build()),
        aws_sdk_s3::Client::from_conf(s3.build()),
    )
    .with_queues(queues)
}

/// The status of the answer to `body`, sent to `path`.
async fn status(queues: &Arc<Remembering>, path: &str, body: Value) -> u16 {
    let event = json!({
        "resource": path, "path": path, "httpMethod": "POST", "headers": {}, "multiValueHeaders": {},
        "requestContext": {
            "accountId": "111122223333", "resourceId": "r", "stage": "v1", "requestId": "q-1",
            "resourcePath": path, "httpMethod": "POST", "apiId": "a",
            "identity": { "accountId": "444455556666", "userArn": "arn:aws:iam::444455556666:root" },
        },
        "body": body.to_string(), "isBase64Encoded": false,
    });
    let request = lambda_http::request::from_str(&event.to_string()).unwrap();
    let now = Timestamp::from_millis(0);
    let answered = answer(&INVITE, &services(Arc::clone(queues)), request, now).await;
    answered.status().as_u16()
}

#[tokio::test]
async fn what_a_call_has_to_tell_is_sent_at_once_with_its_record() {
    let queues = Arc::<Remembering>::default();
    assert_eq!(status(&queues, "/invite", json!({})).await, 200);
    let puts = queues.puts.lock().unwrap();
    let [put] = &puts[..] else { panic!("{puts:?}") };
    assert_eq!(
        put[0],
        json!({ "Invitation": { "Graph": "graph", "Account": "account" } })
    );
    assert_eq!(put[1]["Call"]["eventName"], "Invite");
    assert_eq!(put.len(), 2);
}

#[tokio::test]
async fn what_a_refused_call_did_is_told_with_the_record_of_the_refusal() {
    let queues = Arc::<Remembering>::default();
    assert_eq!(
        status(&queues, "/invite", json!({ "Refused": true })).await,
        409
    );
    let puts = queues.puts.lock().unwrap();
    assert_eq!(puts[0][1]["Call"]["errorCode"], "ConflictException");
    assert_eq!(puts[0].len(), 2);
}

#[tokio::test]
async fn a_queue_that_takes_nothing_changes_no_answer() {
    let queues = Arc::new(Remembering {
        broken: true,
        ..Remembering::default()
    });
    assert_eq!(status(&queues, "/invite", json!({})).await, 200);
}

#[tokio::test]
async fn what_is_sent_to_another_path_is_no_call() {
    let queues = Arc::<Remembering>::default();
    assert_eq!(status(&queues, "/other", json!({})).await, 404);
    assert_eq!(queues.puts.lock().unwrap().len(), 0);
}

#[test]
fn what_is_logged_of_a_body_that_is_no_request_repeats_nothing_of_it() {
    for body in [
        r#""bob@example.com""#,
        r#"{"bob@example.com"}"#,
        "bob@",
        "[",
    ] {
        let refused = crate::operation::body_members(body.as_bytes()).unwrap_err();
        let logged = causes(&refused);
        assert!(
            logged.contains("at line 1") && !logged.contains("bob"),
            "{logged}"
        );
    }
}
