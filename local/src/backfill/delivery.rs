//! Sending objects to their queues, not faster than is asked for, and not more than may wait there.

use std::collections::BTreeMap;
use std::time::Duration;

use gumshoe_domain::LogSourceName;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, sleep_until};

use super::BackfillError;
use super::sorting::Wanted;
use crate::aws::{BATCH, Deployment, QueueError, RemoteQueue};
use crate::clock::now;
use crate::notify::{Origin, object_created};
use crate::s3::Created;

/// Time between two looks at a queue that is full.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// The queues, and how much goes into them.
pub(super) struct Delivery {
    deployment: Deployment,
    bucket: String,
    /// The queue that was named, for want of which each source has its own.
    named: Option<String>,
    queues: BTreeMap<LogSourceName, Target>,
    pace: Pace,
    most_waiting: u64,
}

struct Target {
    queue: RemoteQueue,
    origin: Origin,
    /// Messages that wait in it, at most.
    waiting: u64,
}

/// So many objects a second.
struct Pace {
    each: Duration,
    next: Instant,
}

impl Delivery {
    pub(super) fn new(
        deployment: Deployment,
        bucket: &str,
        named: Option<String>,
        (per_second, most_waiting): (u32, u64),
    ) -> Self {
        Self {
            deployment,
            bucket: bucket.to_owned(),
            named,
            queues: BTreeMap::new(),
            pace: Pace {
                each: Duration::from_secs(1) / per_second.max(1),
                next: Instant::now(),
            },
            most_waiting,
        }
    }

    /// Sends a message for each object. When this returns, SQS has them.
    pub(super) async fn send(&mut self, wanted: &[Wanted]) -> Result<(), BackfillError> {
        let mut sending: JoinSet<Result<(), QueueError>> = JoinSet::new();
        let mut by_source: BTreeMap<LogSourceName, Vec<&Wanted>> = BTreeMap::new();
        for each in wanted {
            by_source.entry(each.source).or_default().push(each);
        }
        for (source, wanted) in by_source {
            for batch in wanted.chunks(BATCH) {
                let bucket = self.bucket.clone();
                let most = self.most_waiting;
                let count = u32::try_from(batch.len()).unwrap_or(u32::MAX);
                self.pace.wait(count).await;
                let target = self.target(source).await?;
                if !target.has_room(u64::from(count), most) {
                    // What is on its way is not in the queue's count yet.
                    all(&mut sending).await?;
                    target.make_room(u64::from(count), most).await?;
                }
                target.waiting = target.waiting.saturating_add(u64::from(count));
                let bodies = batch.iter().map(|it| message(it, &bucket, &target.origin));
                let (queue, bodies) = (target.queue.clone(), bodies.collect());
                sending.spawn(async move { queue.send(bodies).await });
            }
        }
        all(&mut sending).await
    }

    async fn target(&mut self, source: LogSourceName) -> Result<&mut Target, BackfillError> {
        if !self.queues.contains_key(&source) {
            let queue = match &self.named {
                Some(name) => self.deployment.queue_named(name).await?,
                None => self.deployment.objects_queue(source).await?,
            };
            let origin = origin(&queue.arn).ok_or_else(|| BackfillError::Arn(queue.arn.clone()))?;
            let waiting = u64::MAX;
            let target = Target {
                queue,
                origin,
                waiting,
            };
            self.queues.insert(source, target);
        }
        self.queues
            .get_mut(&source)
            .ok_or(BackfillError::Interrupted)
    }
}

/// Waits for everything that is being sent.
async fn all(sending: &mut JoinSet<Result<(), QueueError>>) -> Result<(), BackfillError> {
    while let Some(sent) = sending.join_next().await {
        sent.map_err(|_| BackfillError::Interrupted)??;
    }
    Ok(())
}

impl Target {
    /// Whether `count` more messages may wait in the queue, for all that is known.
    fn has_room(&self, count: u64, most: u64) -> bool {
        self.waiting.saturating_add(count) <= most
    }

    /// Waits until `count` more messages may wait in the queue.
    async fn make_room(&mut self, count: u64, most: u64) -> Result<(), QueueError> {
        loop {
            let (visible, hidden) = self.queue.messages().await?;
            self.waiting = visible.saturating_add(hidden);
            if self.has_room(count, most) {
                return Ok(());
            }
            sleep(LOOK_AGAIN).await;
        }
    }
}

impl Pace {
    /// Waits until `count` more objects may be sent. What was missed while it was waited for something
    /// else is not caught up on.
    async fn wait(&mut self, count: u32) {
        sleep_until(self.next).await;
        self.next = self.next.max(Instant::now()) + self.each * count;
    }
}

/// The event that S3 would have sent.
fn message(wanted: &Wanted, bucket: &str, origin: &Origin) -> String {
    let created = Created {
        bucket: bucket.to_owned(),
        key: wanted.found.key.clone(),
        size: wanted.found.size,
        tag: String::new(),
        reason: "Backfill",
        requester: None,
    };
    object_created(&created, origin, now(), crate::random_bits())
}

/// Where a queue is.
pub(crate) fn origin(arn: &str) -> Option<Origin> {
    let mut parts = arn.split(':').skip(3);
    Some(Origin {
        region: parts.next()?.parse().ok()?,
        account: parts.next()?.parse().ok()?,
    })
}
