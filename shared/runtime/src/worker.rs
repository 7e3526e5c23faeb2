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
    records: Vec<Record>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Record {
    message_id: String,
    body: String,
}

struct Worker<M> {
    function: &'static str,
    services: Services,
    work: fn(Services, M, Timestamp) -> Work<()>,
}

impl<M: DeserializeOwned + Send + 'static> Handler for Worker<M> {
    fn handle(&self, event: Value) -> Handling<'_> {
        Box::pin(async {
            let event: Event =
                serde_json::from_value(event).map_err(|error| TriggerError::UnknownEvent {
                    function: self.function,
                    source: Some(error.into()),
                })?;
            let mut failures = Vec::new();
            for record in event.records {
                if let Err(error) = self.take(&record).await {
                    let cause = telemetry::chain(&*error);
                    tracing::error!(function = self.function, message.id = %record.message_id, error.cause = %cause, "message not handled");
                    failures.push(json!({ "itemIdentifier": record.message_id }));
                }
            }
            Ok(json!({ "batchItemFailures": failures }))
        })
    }
}

impl<M: DeserializeOwned> Worker<M> {
    async fn take(&self, record: &Record) -> Result<(), crate::job::Failure> {
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
