//! Messages delivered at least once, as Amazon SQS delivers them to a Lambda function: in batches,
//! a failed message again after a while, and after the last attempt to the dead letters.

mod mailbox;

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use futures::future::BoxFuture;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout_at};
use tokio_util::sync::CancellationToken;

pub(crate) use self::mailbox::{Hidden, Mailbox, Message, Received};

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

impl Rules {
    /// The ARN of the dead-letter queue: the names of `template.yaml`, which ends the name of a queue
    /// of log objects on `-objects`.
    pub(crate) fn dead_letter_arn(&self) -> String {
        let named = self.arn.strip_suffix("-objects").unwrap_or(&self.arn);
        format!("{named}-quarantine")
    }
}

/// Why a batch failed as a whole.
pub type BatchError = Box<dyn Error + Send + Sync>;

/// Who takes the batches: gets an SQS event and answers it as a Lambda function does, with the
/// `batchItemFailures` of a partial failure.
pub type Consumer =
    Arc<dyn Fn(Value) -> BoxFuture<'static, Result<Value, BatchError>> + Send + Sync>;

/// A queue in memory, with its dead-letter queue.
#[derive(Debug, Clone)]
pub struct Queue {
    rules: Arc<Rules>,
    messages: Mailbox,
    dead: Mailbox,
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
        Self {
            rules: Arc::new(rules),
            messages: Mailbox::default(),
            dead: Mailbox::default(),
        }
    }

    /// Puts a message into the queue.
    pub fn send(&self, body: String) {
        self.messages.send(body, Duration::ZERO);
    }

    /// How messages are delivered.
    pub(crate) fn rules(&self) -> &Rules {
        &self.rules
    }

    /// The messages that are neither taken nor dead.
    pub(crate) fn messages(&self) -> &Mailbox {
        &self.messages
    }

    /// The messages that were given up.
    pub(crate) fn dead(&self) -> &Mailbox {
        &self.dead
    }

    /// Gives up what was received as often as it may be: with SQS, a message goes to the dead letters
    /// when it would be received once more.
    pub(crate) fn receive(&self, most: usize, hidden: Hidden) -> Vec<Received> {
        let mut received = self.messages.receive(most, hidden);
        received.retain(|it| {
            let is_within = it.message.receives <= self.rules.attempts;
            if !is_within {
                self.give_up(it);
            }
            is_within
        });
        received
    }

    /// Delivers messages to `consumer` until `stop`; the batches that run then are finished.
    pub fn deliver(&self, consumer: &Consumer, stop: &CancellationToken) -> Vec<JoinHandle<()>> {
        let worker = || {
            let (queue, consumer, stop) = (self.clone(), Arc::clone(consumer), stop.clone());
            tokio::spawn(async move {
                while let Some(batch) = stop.run_until_cancelled(queue.batch()).await {
                    queue.deliver_batch(batch, &consumer).await;
                }
            })
        };
        std::iter::repeat_with(worker)
            .take(self.rules.workers)
            .collect()
    }

    /// Waits until every message that was sent is taken or dead.
    pub async fn settled(&self) {
        self.messages.empty().await;
    }

    /// Messages that are neither taken nor dead.
    pub fn outstanding(&self) -> usize {
        let counts = self.messages.counts();
        counts.visible + counts.in_flight + counts.delayed
    }

    /// The messages that were given up.
    pub fn dead_letters(&self) -> Vec<String> {
        self.dead.bodies()
    }

    /// The next batch: as soon as it is full, or the window after its first message arrived is over.
    async fn batch(&self) -> Vec<Received> {
        let Rules {
            batch: size,
            window,
            ..
        } = *self.rules;
        loop {
            self.messages.until_ready(1).await;
            let window_ends = Instant::now() + window;
            // A window that ends is as good as a full batch.
            let _full = timeout_at(window_ends, self.messages.until_ready(size)).await;
            let batch = self.receive(size, Hidden::UntilDone);
            if !batch.is_empty() {
                return batch;
            }
        }
    }

    async fn deliver_batch(&self, batch: Vec<Received>, consumer: &Consumer) {
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
                .partition(|it| ids.contains(&it.message.id)),
            Err(error) => {
                tracing::warn!(error.message = %error, messages = batch.len(), "batch failed");
                (batch, Vec::new())
            }
        };
        for message in taken {
            self.messages.delete(&message.handle);
        }
        for message in failed {
            self.failed(&message);
        }
    }

    fn failed(&self, failed: &Received) {
        let Rules {
            attempts,
            retry_after,
            ..
        } = *self.rules;
        if failed.message.receives >= attempts {
            self.give_up(failed);
            return;
        }
        let doublings = failed.message.receives.saturating_sub(1).min(16);
        let pause = retry_after.saturating_mul(1 << doublings);
        self.messages.hide_for(&failed.handle, pause);
    }

    fn give_up(&self, received: &Received) {
        // It is dead before it is gone, so that whoever waits for this queue finds it there.
        self.dead.put(received.message.clone());
        self.messages.delete(&received.handle);
        tracing::error!(
            message.body = received.message.body,
            message.attempts = received.message.receives,
            "message given up"
        );
    }

    /// The event of a batch, as SQS invokes a Lambda function.
    fn event(&self, batch: &[Received]) -> Value {
        let region = self.rules.arn.split(':').nth(3).unwrap_or_default();
        let record = |Received { message, handle }: &Received| {
            json!({
                "messageId": message.id,
                "receiptHandle": handle,
                "body": message.body,
                "attributes": { "ApproximateReceiveCount": message.receives.to_string() },
                "messageAttributes": {},
                "eventSource": "aws:sqs",
                "eventSourceARN": self.rules.arn,
                "awsRegion": region,
            })
        };
        json!({ "Records": batch.iter().map(record).collect::<Vec<_>>() })
    }
}

/// The messages of `batch` that the function's answer says failed. As in SQS, an answer that cannot
/// be read or names a message that is not in the batch fails the whole batch; no answer fails nothing.
fn failures(answer: Value, batch: &[Received]) -> Result<Vec<String>, BatchError> {
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
        .find(|id| !batch.iter().any(|it| it.message.id == **id))
    {
        Some(unknown) => {
            Err(format!("the answer names a message that was not delivered: {unknown:?}").into())
        }
        None => Ok(ids),
    }
}

#[cfg(test)]
mod tests;
