//! Amazon EventBridge.

use async_trait::async_trait;
use aws_sdk_eventbridge::primitives::DateTime;
use aws_sdk_eventbridge::types::PutEventsRequestEntry;
use gumshoe_domain::Timestamp;
use gumshoe_messages::{EVENT_SOURCE, EventBus, OutletError, StateChange};

/// Most entries of one `PutEvents`. Amazon EventBridge API Reference.
const BATCH: usize = 10;

/// Event buses of Amazon EventBridge.
#[derive(Debug)]
pub struct EventBridge(aws_sdk_eventbridge::Client);

impl EventBridge {
    /// The buses that `client` reaches.
    pub fn new(client: aws_sdk_eventbridge::Client) -> Self {
        Self(client)
    }

    /// The positions in `changes` of those that are refused.
    async fn put_batch(&self, bus: &str, changes: &[StateChange]) -> Result<Vec<usize>, Failure> {
        let entries = changes.iter().map(|change| entry(bus, change)).collect();
        let sent = self.0.put_events().set_entries(Some(entries)).send().await;
        let results = sent?.entries.unwrap_or_default();
        let refused = results.iter().enumerate().filter(|(_, result)| {
            if let Some(code) = result.error_code() {
                tracing::error!(error.kind = code, "event refused");
            }
            result.error_code().is_some()
        });
        Ok(refused.map(|(at, _)| at).collect())
    }
}

type Failure = Box<dyn std::error::Error + Send + Sync>;

fn entry(bus: &str, change: &StateChange) -> PutEventsRequestEntry {
    let time = change.time.parse::<Timestamp>().ok();
    PutEventsRequestEntry::builder()
        .event_bus_name(bus)
        .source(EVENT_SOURCE)
        .detail_type(&change.detail_type)
        .detail(change.detail.to_string())
        .set_resources(Some(change.resources.clone()))
        .set_time(time.map(|time| DateTime::from_millis(time.as_millis())))
        .build()
}

#[async_trait]
impl EventBus for EventBridge {
    async fn put(&self, name: &str, changes: &[StateChange]) -> Result<Vec<usize>, OutletError> {
        let mut refused = Vec::new();
        for (batch, some) in changes.chunks(BATCH).enumerate() {
            // What an earlier batch put is put again when a later one fails: at least once.
            let of_batch = self.put_batch(name, some).await;
            let of_batch = of_batch.map_err(|source| OutletError {
                outlet: "Amazon EventBridge",
                source,
            })?;
            refused.extend(of_batch.into_iter().map(|at| batch * BATCH + at));
        }
        Ok(refused)
    }
}
