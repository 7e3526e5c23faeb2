//! The functions of a deployment, started as AWS starts them: again, when they fail or die.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use futures::future::join_all;
use gumshoe::endpoints::LOG_BUCKET;
use gumshoe::families::{operations, triggers};
use gumshoe::queue::{Consumer, Queue, Rules};
use gumshoe_api::{Services, StartedBy, Trigger, answer};
use gumshoe_domain::{LogSourceName, Timestamp};
use gumshoe_messages::{QueueError, QueueName, Queues};
use gumshoe_tests::ADMINISTRATOR;
use lambda_http::{Body, RequestExt};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use super::world::World;

/// How often something is done that fails: one fault is all there is.
const TURNS: usize = 2;

/// The functions.
pub(super) struct Functions<'a> {
    pub(super) world: &'a World,
    pub(super) outbox: &'a Outbox,
    pub(super) services: Services,
    pub(super) is_retried: bool,
}

/// What functions sent to each other.
#[derive(Debug, Default)]
pub(super) struct Outbox(Mutex<BTreeMap<QueueName, Vec<String>>>);

impl Outbox {
    pub(super) fn clear(&self) {
        self.0.lock().unwrap().clear();
    }

    fn take(&self, queue: QueueName) -> Vec<String> {
        let mut waiting = self.0.lock().unwrap();
        waiting.remove(&queue).unwrap_or_default()
    }
}

#[async_trait]
impl Queues for Outbox {
    async fn put(&self, queue: QueueName, bodies: Vec<String>) -> Result<(), QueueError> {
        let mut waiting = self.0.lock().unwrap();
        waiting.entry(queue).or_default().extend(bodies);
        Ok(())
    }
}

/// The present.
pub(super) fn now() -> Timestamp {
    let since = std::time::UNIX_EPOCH.elapsed().unwrap();
    Timestamp::from_millis(since.as_millis().try_into().unwrap())
}

/// What S3 tells of an object of the log bucket.
pub(super) fn announcement(key: &str) -> String {
    let event = json!({
        "version": "0", "id": "0", "detail-type": "Object Created", "source": "aws.s3", "account": ADMINISTRATOR,
        "time": "2020-03-01T12:05:00Z", "region": "us-east-1", "resources": [],
        "detail": { "version": "0", "bucket": { "name": LOG_BUCKET }, "object": { "key": key, "size": 1 } },
    });
    event.to_string()
}

impl Functions<'_> {
    /// Puts an object into the log bucket, and says nothing of it.
    pub(super) async fn upload(&self, key: &str, bytes: Vec<u8>) {
        let put = self.world.plain_s3().put_object().bucket(LOG_BUCKET);
        let put = put.key(key).body(bytes.into());
        put.send().await.unwrap();
    }

    /// Delivers messages about a source's objects until each is taken.
    pub(super) async fn deliver(
        &self,
        source: LogSourceName,
        bodies: impl IntoIterator<Item = String>,
    ) {
        let queue = &self.world.queues[&source];
        bodies.into_iter().for_each(|body| queue.send(body));
        self.drain(source).await;
        assert_eq!(queue.dead_letters(), [""; 0], "{source}");
    }

    /// Delivers what is in the queue of a source until each message is taken, or dead.
    pub(super) async fn drain(&self, source: LogSourceName) {
        let trigger = triggers().find(|it| it.started_by == StartedBy::Objects(source));
        self.empty(&self.world.queues[&source], trigger.unwrap())
            .await;
    }

    /// Delivers what functions sent to one of these queues.
    pub(super) async fn settle(&self, name: QueueName) {
        let trigger = triggers().find(|it| it.started_by == StartedBy::Messages(name));
        let queue = Queue::new(Rules {
            arn: format!("arn:aws:sqs:us-east-1:{ADMINISTRATOR}:gumshoe-{name}"),
            workers: 1,
            batch: 10,
            window: Duration::ZERO,
            attempts: 5,
            retry_after: Duration::from_millis(1),
        });
        for body in self.outbox.take(name) {
            queue.send(body);
        }
        self.empty(&queue, trigger.unwrap()).await;
        assert_eq!(queue.dead_letters(), [""; 0], "{name}");
    }

    async fn empty(&self, queue: &Queue, trigger: &'static Trigger) {
        let stop = CancellationToken::new();
        let workers = queue.deliver(&self.consumer(trigger), &stop);
        queue.settled().await;
        stop.cancel();
        join_all(workers).await;
    }

    fn consumer(&self, trigger: &'static Trigger) -> Consumer {
        let (services, faults) = (self.services.clone(), Arc::clone(&self.world.faults));
        Arc::new(move |event| {
            let (services, faults) = (services.clone(), Arc::clone(&faults));
            Box::pin(async move {
                let invocation = async { (trigger.open)(&services)?.handle(event).await };
                match faults.mortal(invocation).await {
                    Some(handled) => handled.map_err(Into::into),
                    None => Err("the process died".into()),
                }
            })
        })
    }

    /// Runs a scheduled function to its end; the schedule starts it again when it fails.
    pub(super) async fn job(&self, name: &str) -> Value {
        let trigger = triggers().find(|it| it.name == name).unwrap();
        let mut failed = None;
        for _ in 0..TURNS {
            let invocation = async { (trigger.open)(&self.services)?.handle(json!({})).await };
            match self.world.faults.mortal(invocation).await {
                Some(Ok(answer)) => return answer,
                Some(Err(error)) => failed = Some(gumshoe::chain(&error)),
                None => {}
            }
        }
        panic!("{name} fails without a fault: {failed:?}");
    }

    /// Calls an operation until it answers; its status and its answer.
    pub(super) async fn call(&self, operation: &str, account: &str, body: &Value) -> (u16, Value) {
        let entry = operations().find(|it| it.name == operation).unwrap();
        let authorization = format!(
            "AWS4-HMAC-SHA256 Credential={account}/20200301/us-east-1/detective/aws4_request, SignedHeaders=host, Signature=0"
        );
        for _ in 0..TURNS {
            let request = lambda_http::http::Request::builder()
                .method(entry.route.method.as_str())
                .uri(entry.route.path)
                .header("Authorization", &authorization)
                .body(Body::Text(body.to_string()));
            let request = request.unwrap().with_raw_http_path(entry.route.path);
            let answering = answer(entry, &self.services, request, now());
            let Some(answered) = self.world.faults.mortal(answering).await else {
                continue;
            };
            if answered.status().is_server_error() {
                continue;
            }
            let body = match answered.body() {
                Body::Text(text) => serde_json::from_str(text).unwrap(),
                _ => Value::Null,
            };
            return (answered.status().as_u16(), body);
        }
        panic!("{operation} fails without a fault");
    }

    /// The answer of an operation that must succeed.
    pub(super) async fn ask(&self, operation: &str, body: &Value) -> Value {
        self.ask_as(ADMINISTRATOR, operation, body).await
    }

    /// The answer to another account.
    pub(super) async fn ask_as(&self, account: &str, operation: &str, body: &Value) -> Value {
        let (status, answer) = self.call(operation, account, body).await;
        assert_eq!(status, 200, "{operation} {body}: {answer}");
        answer
    }
}
