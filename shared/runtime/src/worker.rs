//! A trigger that takes the messages of a queue, one by one.

use std::sync::Arc;

use gumshoe_api::trigger::Handling;
use gumshoe_api::{Handler, Services, TriggerError};
use gumshoe_domain::Timestamp;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::job::Work;
use crate::{now, telemetry};

/// An event of Amazon SQS. AWS Lambda Developer Guide, "Using Lambda with Amazon SQS".
#[derive(Deserialize)]
struct Event {
    #[serde(rename = "Records")]
    records: Vec<Message>,
}

/// A message, as it is delivered.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Message {
    /// Its id.
    pub message_id: String,
    /// What was sent.
    pub body: String,
}

/// The messages of an event of Amazon SQS, for a function that takes them together.
///
/// # Errors
/// When the event is none of SQS.
pub fn messages(function: &'static str, event: Value) -> Result<Vec<Message>, TriggerError> {
    let event: Event =
        serde_json::from_value(event).map_err(|error| TriggerError::UnknownEvent {
            function,
            source: Some(error.into()),
        })?;
    Ok(event.records)
}

/// The answer that has the messages with these ids delivered again: "Reporting batch item failures
/// for Lambda functions with an Amazon SQS trigger", Lambda Developer Guide.
pub fn failures<'a>(ids: impl IntoIterator<Item = &'a str>) -> Value {
    let failures: Vec<Value> = ids
        .into_iter()
        .map(|id| json!({ "itemIdentifier": id }))
        .collect();
    json!({ "batchItemFailures": failures })
}

struct Worker<M> {
    function: &'static str,
    services: Services,
    work: fn(Services, M, Timestamp) -> Work<()>,
}

impl<M: DeserializeOwned + Send + 'static> Handler for Worker<M> {
    fn handle(&self, event: Value) -> Handling<'_> {
        Box::pin(async {
            let mut failed = Vec::new();
            for record in messages(self.function, event)? {
                if let Err(error) = self.take(&record).await {
                    let cause = telemetry::chain(&*error);
                    tracing::error!(function = self.function, message.id = %record.message_id, error.cause = %cause, "message not handled");
                    failed.push(record.message_id);
                }
            }
            Ok(failures(failed.iter().map(String::as_str)))
        })
    }
}

impl<M: DeserializeOwned> Worker<M> {
    async fn take(&self, record: &Message) -> Result<(), crate::job::Failure> {
        let message = serde_json::from_str(&record.body)?;
        (self.work)(self.services.clone(), message, now()).await
    }
}

/// Gets a worker ready: `work` is what `function` does with each message. A message whose work fails
/// is delivered again, and after some deliveries it is kept where an operator finds it.
pub fn open<M: DeserializeOwned + Send + 'static>(
    services: &Services,
    function: &'static str,
    work: fn(Services, M, Timestamp) -> Work<()>,
) -> Arc<dyn Handler> {
    Arc::new(Worker {
        function,
        services: services.clone(),
        work,
    })
}
