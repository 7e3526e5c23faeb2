//! Messages delivered at least once, as Amazon SQS delivers them to a Lambda function: in batches,
//! a failed message again after a while, and after the last attempt to the dead letters.

use std::collections::VecDeque;
use std::error::Error;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures::future::BoxFuture;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep, timeout_at};
use tokio_util::sync::CancellationToken;

/// How messages are delivered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// The queue's ARN, which is in every event.
    pub arn: String,
    /// Batches that are delivered at the same time.
    pub workers: usize,
    /// Most messages of a batch.
    pub batch: usize,
    /// How long a batch that is not full waits for more.
    pub window: Duration,
    /// How often a message is delivered at most.
    pub attempts: u32,
    /// How long a message that failed for the first time waits; it doubles every time.
    pub retry_after: Duration,
}

/// Why a batch failed as a whole.
pub type BatchError = Box<dyn Error + Send + Sync>;

/// Who takes the batches: gets an SQS event and answers it as a Lambda function does, with the
/// `batchItemFailures` of a partial failure.
pub type Consumer =
    Arc<dyn Fn(Value) -> BoxFuture<'static, Result<Value, BatchError>> + Send + Sync>;

/// A queue in memory.
#[derive(Debug, Clone)]
pub struct Queue {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    rules: Rules,
    state: Mutex<State>,
    arrived: Notify,
    /// Messages that are neither taken nor dead.
    outstanding: watch::Sender<usize>,
}

#[derive(Debug, Default)]
struct State {
    next_id: u64,
    ready: VecDeque<Message>,
    dead: Vec<String>,
}

#[derive(Debug, Clone)]
struct Message {
    id: String,
    body: String,
    /// Deliveries, with the next one.
    attempt: u32,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct BatchAnswer {
    #[serde(default)]
    batch_item_failures: Vec<BatchItemFailure>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct BatchItemFailure {
    item_identifier: String,
}

impl Queue {
    /// An empty queue.
    pub fn new(rules: Rules) -> Self {
        let shared = Shared {
            rules,
            state: Mutex::default(),
            arrived: Notify::new(),
            outstanding: watch::Sender::new(0),
        };
        Self {
            shared: Arc::new(shared),
        }
    }

    /// Puts a message into the queue.
    pub fn send(&self, body: String) {
        self.shared.outstanding.send_modify(|count| *count += 1);
        let mut state = self.state();
        state.next_id += 1;
        let id = format!("{:032x}", state.next_id);
        state.ready.push_back(Message {
            id,
            body,
            attempt: 1,
        });
        drop(state);
        self.shared.arrived.notify_waiters();
    }

    /// Delivers messages to `consumer` until `stop`; the batches that run then are finished.
    pub fn deliver(&self, consumer: &Consumer, stop: &CancellationToken) -> Vec<JoinHandle<()>> {
        let worker = || {
            let (queue, consumer, stop) = (self.clone(), Arc::clone(consumer), stop.clone());
            tokio::spawn(async move {
                while let Some(batch) = stop.run_until_cancelled(queue.batch()).await {
                    queue.deliver_batch(batch, &consumer, &stop).await;
                }
            })
        };
        std::iter::repeat_with(worker)
            .take(self.shared.rules.workers)
            .collect()
    }

    /// Waits until every message that was sent is taken or dead.
    pub async fn settled(&self) {
        let mut outstanding = self.shared.outstanding.subscribe();
        // The sender lives as long as the queue, so that waiting cannot fail.
        let _settled = outstanding.wait_for(|count| *count == 0).await;
    }

    /// Messages that are neither taken nor dead.
    pub fn outstanding(&self) -> usize {
        *self.shared.outstanding.borrow()
    }

    /// The messages that were given up.
    pub fn dead_letters(&self) -> Vec<String> {
        self.state().dead.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.shared
            .state
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// The next batch: as soon as it is full, or the window after its first message arrived is over.
    async fn batch(&self) -> Vec<Message> {
        let Rules {
            batch: size,
            window,
            ..
        } = self.shared.rules;
        loop {
            self.until_ready(1).await;
            let window_ends = Instant::now() + window;
            // A window that ends is as good as a full batch.
            let _full = timeout_at(window_ends, self.until_ready(size)).await;
            let mut state = self.state();
            let count = state.ready.len().min(size);
            if count > 0 {
                return state.ready.drain(..count).collect();
            }
        }
    }

    async fn until_ready(&self, count: usize) {
        loop {
            // Made before the look, so that what arrives after the look is not missed.
            let arrived = self.shared.arrived.notified();
            if self.state().ready.len() >= count {
                return;
            }
            arrived.await;
        }
    }

    async fn deliver_batch(
        &self,
        batch: Vec<Message>,
        consumer: &Consumer,
        stop: &CancellationToken,
    ) {
        // In a task of its own, so that a panic costs this delivery and not the worker.
        let (consumer, event) = (Arc::clone(consumer), self.event(&batch));
        let answered = match tokio::spawn(async move { consumer(event).await }).await {
            Ok(answered) => answered,
            Err(panicked) => Err(panicked.into()),
        };
        let failed = answered.and_then(|answer| failures(answer, &batch));
        let (failed, taken): (Vec<_>, Vec<_>) = match failed {
            Ok(ids) => batch
                .into_iter()
                .partition(|message| ids.contains(&message.id)),
            Err(error) => {
                tracing::warn!(error.message = %error, messages = batch.len(), "batch failed");
                (batch, Vec::new())
            }
        };
        for message in failed {
            self.failed(message, stop);
        }
        self.done(taken.len());
    }

    fn failed(&self, mut message: Message, stop: &CancellationToken) {
        let rules = &self.shared.rules;
        if message.attempt >= rules.attempts {
            tracing::error!(
                message.body,
                message.attempts = message.attempt,
                "message given up"
            );
            self.state().dead.push(message.body);
            self.done(1);
            return;
        }
        let pause = rules
            .retry_after
            .saturating_mul(1 << (message.attempt - 1).min(16));
        message.attempt += 1;
        let (queue, stop) = (self.clone(), stop.clone());
        tokio::spawn(async move {
            if stop.run_until_cancelled(sleep(pause)).await.is_some() {
                queue.state().ready.push_back(message);
                queue.shared.arrived.notify_waiters();
            }
        });
    }

    fn done(&self, count: usize) {
        self.shared
            .outstanding
            .send_modify(|outstanding| *outstanding = outstanding.saturating_sub(count));
    }

    /// The event of a batch, as SQS invokes a Lambda function.
    fn event(&self, batch: &[Message]) -> Value {
        let region = self.shared.rules.arn.split(':').nth(3).unwrap_or_default();
        let record = |message: &Message| {
            json!({
                "messageId": message.id,
                "receiptHandle": format!("{}-{}", message.id, message.attempt),
                "body": message.body,
                "attributes": { "ApproximateReceiveCount": message.attempt.to_string() },
                "messageAttributes": {},
                "eventSource": "aws:sqs",
                "eventSourceARN": self.shared.rules.arn,
                "awsRegion": region,
            })
        };
        json!({ "Records": batch.iter().map(record).collect::<Vec<_>>() })
    }
}

/// The messages of `batch` that the function's answer says failed. As in SQS, an answer that cannot
/// be read or names a message that is not in the batch fails the whole batch; no answer fails nothing.
fn failures(answer: Value, batch: &[Message]) -> Result<Vec<String>, BatchError> {
    let answer: Option<BatchAnswer> = serde_json::from_value(answer)?;
    let failures = answer
        .map(|answer| answer.batch_item_failures)
        .unwrap_or_default();
    let ids: Vec<String> = failures
        .into_iter()
        .map(|failure| failure.item_identifier)
        .collect();
    match ids
        .iter()
        .find(|id| !batch.iter().any(|message| message.id == **id))
    {
        Some(unknown) => {
            Err(format!("the answer names a message that was not delivered: {unknown:?}").into())
        }
        None => Ok(ids),
    }
}

#[cfg(test)]
mod tests;
