//! The queues between functions, in memory. What waits is lost when the process ends; the scheduled
//! jobs find it again once it is some minutes old. Notices they do not find, so that a stack delivers
//! these before it stops.

use std::collections::BTreeMap;
use std::time::Duration;

use async_trait::async_trait;
use gumshoe_messages::{QueueError, QueueName, Queues};

use crate::notify::Origin;
use crate::queue::{Queue, Rules};

/// Every queue that functions send to.
#[derive(Debug)]
pub(crate) struct Outbox(BTreeMap<QueueName, Queue>);

impl Outbox {
    pub(crate) fn new(origin: &Origin) -> Self {
        let queue = |&name| (name, Queue::new(rules(origin, name)));
        Self(QueueName::ALL.iter().map(queue).collect())
    }

    pub(crate) fn queue(&self, name: QueueName) -> Option<&Queue> {
        self.0.get(&name)
    }
}

/// The rules of the template, with shorter times.
fn rules(origin: &Origin, name: QueueName) -> Rules {
    let (partition, Origin { account, region }) = (origin.region.partition(), origin);
    Rules {
        arn: format!("arn:{partition}:sqs:{region}:{account}:gumshoe-{name}"),
        workers: 1,
        batch: match name {
            QueueName::Members => 10,
            QueueName::Investigations => 1,
            QueueName::Notices => 100,
        },
        window: Duration::from_millis(match name {
            QueueName::Members | QueueName::Investigations => 0,
            QueueName::Notices => 500,
        }),
        attempts: 5,
        retry_after: Duration::from_secs(1),
    }
}

#[async_trait]
impl Queues for Outbox {
    async fn put(&self, queue: QueueName, bodies: Vec<String>) -> Result<(), QueueError> {
        if let Some(queue) = self.queue(queue) {
            bodies.into_iter().for_each(|body| queue.send(body));
        }
        Ok(())
    }
}
