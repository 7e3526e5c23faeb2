//! Amazon SQS.

use std::collections::BTreeMap;

use async_trait::async_trait;
use aws_sdk_sqs::types::SendMessageBatchRequestEntry;

use crate::queues::{QueueError, QueueName, Queues};

/// Most messages of one `SendMessageBatch`. Amazon SQS API Reference.
const BATCH: usize = 10;

/// Most bytes of a message, and of all messages of a batch together: 1 MiB.
/// Amazon SQS Developer Guide, "Amazon SQS message quotas".
const BATCH_BYTES: usize = 1 << 20;

/// The queues of a deployment in Amazon SQS.
#[derive(Debug)]
pub struct Sqs {
    client: aws_sdk_sqs::Client,
    urls: BTreeMap<QueueName, String>,
}

/// The queue's URL is not configured.
#[derive(Debug, thiserror::Error)]
#[error("this function knows no URL of the queue")]
struct NoUrl;

/// SQS took the call but not every message.
#[derive(Debug, thiserror::Error)]
#[error("{count} messages were refused, the first with {code}")]
struct Refused {
    count: usize,
    code: String,
}

impl Sqs {
    /// The queues at these URLs.
    pub fn new(client: aws_sdk_sqs::Client, urls: BTreeMap<QueueName, String>) -> Self {
        Self { client, urls }
    }

    async fn send_batch(&self, url: &str, batch: &[String]) -> Result<(), Failure> {
        let mut entries = Vec::with_capacity(batch.len());
        for (at, body) in batch.iter().enumerate() {
            let entry = SendMessageBatchRequestEntry::builder()
                .id(at.to_string())
                .message_body(body);
            entries.push(entry.build()?);
        }
        let sent = self
            .client
            .send_message_batch()
            .queue_url(url)
            .set_entries(Some(entries))
            .send()
            .await?;
        match sent.failed() {
            [] => Ok(()),
            failed @ [first, ..] => Err(Box::new(Refused {
                count: failed.len(),
                code: first.code().to_owned(),
            })),
        }
    }
}

type Failure = Box<dyn std::error::Error + Send + Sync>;

#[async_trait]
impl Queues for Sqs {
    async fn put(&self, queue: QueueName, bodies: Vec<String>) -> Result<(), QueueError> {
        let failed = |source: Failure| QueueError { queue, source };
        let url = self.urls.get(&queue).ok_or_else(|| failed(NoUrl.into()))?;
        let sending = batches(&bodies).map(|batch| self.send_batch(url, batch));
        futures::future::try_join_all(sending)
            .await
            .map_err(failed)?;
        Ok(())
    }
}

/// Neighbours that one call takes.
fn batches(bodies: &[String]) -> impl Iterator<Item = &[String]> {
    let mut rest = bodies;
    std::iter::from_fn(move || {
        let mut bytes = 0;
        let fitting = rest.iter().take(BATCH).take_while(|body| {
            bytes += body.len();
            bytes <= BATCH_BYTES
        });
        let count = fitting.count().max(1).min(rest.len());
        let (batch, others) = rest.split_at(count);
        rest = others;
        (!batch.is_empty()).then_some(batch)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_has_at_most_ten_messages_and_one_mebibyte() {
        let small = vec![String::new(); 23];
        let sizes: Vec<usize> = batches(&small).map(<[String]>::len).collect();
        assert_eq!(sizes, [10, 10, 3]);
        let large = vec!["x".repeat(600 << 10); 3];
        assert_eq!(batches(&large).count(), 3);
        assert_eq!(batches(&[]).count(), 0);
    }
}
