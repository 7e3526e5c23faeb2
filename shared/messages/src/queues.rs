//! Queues as their senders see them.

use std::error::Error;
use std::fmt;

use async_trait::async_trait;
use serde::Serialize;

/// A queue of the deployment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum QueueName {
    /// Memberships that wait: [`crate::MemberWaits`].
    Members,
    /// Investigations that wait: [`crate::InvestigationWaits`].
    Investigations,
    /// What others want to know: [`crate::Notice`].
    Notices,
}

impl QueueName {
    /// Every queue that functions send to.
    pub const ALL: &[Self] = &[Self::Members, Self::Investigations, Self::Notices];

    /// The queue's name without the deployment's.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Members => "members",
            Self::Investigations => "investigations",
            Self::Notices => "notices",
        }
    }
}

impl fmt::Display for QueueName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A message was not sent, or it is not known whether it was.
#[derive(Debug, thiserror::Error)]
#[error("nothing could be sent to the queue {queue}")]
pub struct QueueError {
    /// The queue.
    pub queue: QueueName,
    /// Why.
    #[source]
    pub source: Box<dyn Error + Send + Sync>,
}

/// Where messages are put. A message that was sent is delivered at least once.
#[async_trait]
pub trait Queues: fmt::Debug + Send + Sync {
    /// Puts messages, each a JSON document, into `queue`.
    ///
    /// # Errors
    /// When at least one of them may not have been sent.
    async fn put(&self, queue: QueueName, bodies: Vec<String>) -> Result<(), QueueError>;
}

/// Puts `messages` into `queue`.
///
/// # Errors
/// When at least one of them may not have been sent.
pub async fn send<M: Serialize>(
    queues: &dyn Queues,
    queue: QueueName,
    messages: &[M],
) -> Result<(), QueueError> {
    let bodies: Result<Vec<String>, _> = messages.iter().map(serde_json::to_string).collect();
    let bodies = bodies.map_err(|error| QueueError {
        queue,
        source: error.into(),
    })?;
    queues.put(queue, bodies).await
}

/// A deployment without queues: a benchmark, a test of one function.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoQueues;

#[async_trait]
impl Queues for NoQueues {
    async fn put(&self, _queue: QueueName, _bodies: Vec<String>) -> Result<(), QueueError> {
        Ok(())
    }
}
