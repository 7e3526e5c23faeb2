//! Registries taken into the index of a graph's entities.

use gumshoe_domain::GraphArn;
use gumshoe_segments::{SegmentError, index};
use gumshoe_store::{EntityIndex, Segment, Store, StoreError};

use crate::merging::MergeError;

/// Takes in what waits, once; if more waits than that, the next run goes on.
pub(super) async fn run(
    store: &Store,
    graph: &GraphArn,
    read: EntityIndex,
    segments: &[Segment],
) -> Result<(), MergeError> {
    let extended = index::extend(store, graph.id(), &read, segments).await;
    match extended {
        Ok(Some(it)) => {
            tracing::info!(graph.arn = %graph, registries = it.registries, entities = it.entities, waiting = it.waiting, "entities indexed");
            Ok(())
        }
        Ok(None) => Ok(()),
        // Somebody else merged, dropped or deleted: what is left is seen at the next start.
        Err(SegmentError::Store(StoreError::Conflict | StoreError::NoSuchObject { .. })) => {
            tracing::info!(graph.arn = %graph, "indexing overtaken");
            Ok(())
        }
        Err(error) => Err(error.into()),
    }
}
