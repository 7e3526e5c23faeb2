//! Ingestion: every object of the log bucket reaches the ingest function, at least once.

use std::sync::Arc;
use std::time::Duration;

use aws_sdk_s3::Client;
use gumshoe_api::Handler;
use gumshoe_store::{Objects, StoreError};

use crate::clock::now;
use crate::endpoints::LOG_BUCKET;
use crate::notify::{Origin, object_created};
use crate::queue::{Consumer, Queue, Rules};
use crate::s3::{Created, OnCreated};

/// The queue between the log bucket and the ingest function, with the rules of the template but
/// shorter times.
pub(crate) fn queue(origin: &Origin, workers: usize) -> Queue {
    let (partition, Origin { account, region }) = (origin.region.partition(), origin);
    Queue::new(Rules {
        arn: format!("arn:{partition}:sqs:{region}:{account}:gumshoe-ingest-cloudtrail"),
        workers,
        batch: 90,
        window: Duration::from_millis(200),
        attempts: 5,
        retry_after: Duration::from_secs(1),
    })
}

/// Puts an event into `queue` for each object that is created in the log bucket.
pub(crate) fn notifier(queue: Queue, origin: Origin) -> OnCreated {
    Arc::new(move |created: Created| {
        if created.bucket == LOG_BUCKET {
            queue.send(object_created(
                &created,
                &origin,
                now(),
                crate::random_bits(),
            ));
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
