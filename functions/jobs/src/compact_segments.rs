//! `compact-segments`: merges the segments of a day, so that a query opens few of them, and writes
//! the registry of entities beside each merged one.
//!
//! Registries that wait are taken into the index of the graph's entities.
//!
//! In the course of a day the batches of past hours become one segment; when the day is over, all of
//! its segments become as few as may be.

mod choice;
mod indexing;
mod looks;

use std::collections::BTreeMap;
use std::time::Duration;

use gumshoe_api::{Services, StartedBy, Trigger};
use gumshoe_domain::{Day, GraphArn, GraphState, Timestamp};
use gumshoe_runtime::job::{self, Failure};
use gumshoe_runtime::metrics::{self, Metric};
use gumshoe_segments::{Column, KubernetesColumn, NetworkColumn, RelationColumn};
use gumshoe_store::{Access, Level, Segment, SegmentKind, Store, StoreError};
use serde_json::{Value, json};

use crate::merging::{self, MergeError};

const ACCESS: &[Access] = &[
    Access::ReadTable,
    Access::WriteTable,
    Access::ReadSegments,
    Access::WriteSegments,
];

/// The function.
pub static TRIGGER: Trigger = Trigger {
    name: "compact-segments",
    started_by: StartedBy::Schedule(Duration::from_secs(300)),
    access: ACCESS,
    open: |services| {
        Ok(job::open(services, "compact-segments", |services, now| {
            Box::pin(async move { run(&services, now).await })
        }))
    },
};

/// What the function does at `now`; says how many segments it merged and how many wait.
///
/// # Errors
/// When a day could not be compacted; the others were.
pub async fn run(services: &Services, now: Timestamp) -> Result<Value, Failure> {
    Ok(compact_all(&services.store(ACCESS), now).await?)
}

async fn compact_all(store: &Store, now: Timestamp) -> Result<Value, MergeError> {
    let (mut merged, mut debt) = (0, 0);
    // One day that fails does not keep the others from their turn.
    let mut failed = None;
    for graph in store.every_graph().await? {
        if graph.state != GraphState::Active {
            continue;
        }
        // Before the segments, so that what is dropped meanwhile does not come back.
        let index = store.entity_index(graph.arn.id()).await?;
        let mut days: BTreeMap<(Day, SegmentKind), Vec<Segment>> = BTreeMap::new();
        let (segments, is_all) = looks::segments(store, graph.arn.id(), now).await?;
        if is_all && let Err(error) = indexing::run(store, &graph.arn, index, &segments).await {
            tracing::error!(graph.arn = %graph.arn, error.cause = ?error, "entities not indexed");
            failed = Some(error);
        }
        for segment in segments {
            let of_day = days.entry((segment.day, segment.kind)).or_default();
            of_day.push(segment);
        }
        for ((day, kind), segments) in days {
            let due = choice::due(day, segments, now);
            let waiting = due.1.len();
            let done = match compact_day(store, &graph.arn, kind, day, due).await {
                Ok(done) => done,
                Err(error) => {
                    tracing::error!(graph.arn = %graph.arn, day = %day, kind = %kind, error.cause = ?error, "segments not compacted");
                    failed = Some(error);
                    0
                }
            };
            debt += waiting.saturating_sub(done);
            merged += done;
        }
    }
    let left = f64::from(u32::try_from(debt).unwrap_or(u32::MAX));
    metrics::observe(Metric::CompactionDebt, left);
    if let Some(error) = failed {
        return Err(error);
    }
    Ok(json!({ "merged": merged, "debt": debt }))
}

/// Merges what is due of one day and kind; says how many segments were.
async fn compact_day(
    store: &Store,
    graph: &GraphArn,
    kind: SegmentKind,
    day: Day,
    (level, mut due): (Level, Vec<Segment>),
) -> Result<usize, MergeError> {
    let mut merged = 0;
    while let Some(chosen) = choice::next(level, &mut due) {
        let result = match kind {
            SegmentKind::Activity => {
                merging::exchange::<Column>(store, graph, &chosen, level, None).await
            }
            SegmentKind::Kubernetes => {
                merging::exchange::<KubernetesColumn>(store, graph, &chosen, level, None).await
            }
            SegmentKind::Network => {
                merging::exchange::<NetworkColumn>(store, graph, &chosen, level, None).await
            }
            SegmentKind::Relations => {
                merging::exchange::<RelationColumn>(store, graph, &chosen, level, None).await
            }
        };
        match result {
            Ok(()) => merged += chosen.len(),
            // Somebody else merged or deleted them: what is left is seen at the next start.
            Err(MergeError::Store(StoreError::Conflict | StoreError::NoSuchObject { .. })) => {
                tracing::info!(graph.arn = %graph, day = %day, "compaction overtaken");
                break;
            }
            Err(error) => return Err(error),
        }
    }
    if merged > 0 {
        tracing::info!(graph.arn = %graph, day = %day, kind = %kind, level = %level, segments.merged = merged, "segments compacted");
    }
    Ok(merged)
}
