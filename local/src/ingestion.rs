//! Ingestion: every object of the log bucket reaches the ingest functions of its sources, at least
//! once.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use aws_sdk_s3::Client;
use gumshoe_api::Handler;
use gumshoe_domain::LogSourceName;
use gumshoe_sources::{KeyVerdict, SOURCES};
use gumshoe_store::{Objects, StoreError};

use crate::clock::now;
use crate::endpoints::LOG_BUCKET;
use crate::notify::{Origin, object_created};
use crate::queue::{Consumer, Queue, Rules};
use crate::s3::{Created, OnCreated};

/// The queues between the log bucket and the ingest functions, one for each source.
#[derive(Debug, Clone)]
pub(crate) struct IngestQueues(BTreeMap<LogSourceName, Queue>);

impl IngestQueues {
    /// Empty queues, with the rules of the template but shorter times.
    pub(crate) fn new(origin: &Origin, workers: usize) -> Self {
        let (partition, Origin { account, region }) = (origin.region.partition(), origin);
        let queue = |&source| {
            let name = kebab(source);
            let queue = Queue::new(Rules {
                arn: format!("arn:{partition}:sqs:{region}:{account}:gumshoe-ingest-{name}"),
                workers,
                batch: 90,
                window: Duration::from_millis(200),
                attempts: 5,
                retry_after: Duration::from_secs(1),
            });
            (source, queue)
        };
        Self(LogSourceName::ALL.iter().map(queue).collect())
    }

    /// The queue of a source's objects.
    pub(crate) fn of(&self, source: LogSourceName) -> Option<&Queue> {
        self.0.get(&source)
    }

    /// Every queue.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Queue> {
        self.0.values()
    }
}

/// A source as names of queues and functions write it: `cloudtrail`.
pub(crate) fn kebab(source: LogSourceName) -> String {
    source.as_str().to_ascii_lowercase().replace('_', "-")
}

/// The sources whose functions are told of an object with this key. Of one that nobody knows
/// CloudTrail's is, which counts it as left out.
fn told_of(key: &str) -> Vec<LogSourceName> {
    let is_owner = |verdict| !matches!(verdict, KeyVerdict::NotOurs);
    let owners = SOURCES.iter().filter(|source| is_owner(source.owns(key)));
    let owners: Vec<_> = owners.map(|source| source.name()).collect();
    if owners.is_empty() {
        vec![LogSourceName::CloudTrail]
    } else {
        owners
    }
}

/// Puts an event into the queues of its sources for each object that is created in the log bucket.
pub(crate) fn notifier(queues: IngestQueues, origin: Origin) -> OnCreated {
    Arc::new(move |created: Created| {
        if created.bucket != LOG_BUCKET {
            return;
        }
        for source in told_of(&created.key) {
            if let Some(queue) = queues.of(source) {
                queue.send(object_created(
                    &created,
                    &origin,
                    now(),
                    crate::random_bits(),
                ));
            }
        }
    })
}

/// The function as the consumer of a queue.
pub(crate) fn consumer(handler: Arc<dyn Handler>) -> Consumer {
    Arc::new(move |event| {
        let handler = Arc::clone(&handler);
        Box::pin(async move {
            let handled = handler.handle(event).await;
            handled.map_err(|error| crate::chain(&error).into())
        })
    })
}

/// Announces every object that is in the log bucket already: a queue in memory forgets what it
/// held when its process ends, and ingestion skips what it has counted.
///
/// # Errors
/// When the bucket cannot be listed.
pub(crate) async fn announce_existing(s3: Client, notify: OnCreated) -> Result<(), StoreError> {
    for object in Objects::new(s3, LOG_BUCKET).list("").await? {
        notify(Created {
            bucket: LOG_BUCKET.to_owned(),
            key: object.key,
            size: object.size,
            tag: String::new(),
            reason: "PutObject",
            requester: None,
        });
    }
    Ok(())
}
