//! Telling others what somebody should look at.

use gumshoe_api::Outbox;
use gumshoe_domain::{Graph, Timestamp};
use gumshoe_messages::{Notice, QueueName, StateChange};
use gumshoe_store::{Store, StoreError};

/// Tells, once each, of accounts whose events several trails deliver. What cannot be told now is told
/// the next time.
pub(crate) async fn tell(
    store: &Store,
    outbox: &Outbox,
    graph: &Graph,
    now: Timestamp,
) -> Result<(), StoreError> {
    let duplicates = store.duplicate_trails(graph.arn.id(), now).await?;
    for it in duplicates.iter().filter(|it| !it.is_told) {
        let event = StateChange::duplicate_trail(&graph.arn, it.account, &it.trails, now);
        let notices = [Notice::Event(event)];
        if let Err(error) = outbox.send(QueueName::Notices, &notices).await {
            tracing::warn!(graph.arn = %graph.arn, error.cause = ?error, "warning not told");
            continue;
        }
        let graph = graph.arn.id();
        store
            .duplicate_trail_is_told(graph, it.account, now)
            .await?;
    }
    Ok(())
}
