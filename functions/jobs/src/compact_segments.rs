//! `compact-segments`: merges the segments of a day, so that a query opens few of them, and writes
//! the registry of entities beside each merged one.
//!
//! In the course of a day the batches of past hours become one segment; when the day is over, all of
//! its segments become as few as may be.

mod choice;

use std::collections::BTreeMap;
use std::time::Duration;

use gumshoe_api::{StartedBy, Trigger};
use gumshoe_domain::{Day, GraphArn, GraphState, Timestamp};
use gumshoe_runtime::job;
use gumshoe_segments::{
    Column, Compacted, Compaction, Full, RowKind, SegmentError, write_entities,
};
use gumshoe_store::{Access, Level, Segment, SegmentKind, Store, StoreError, StoredObject};
use serde_json::{Value, json};

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
            Box::pin(async move { Ok(compact_all(&services.store(ACCESS), now).await?) })
        }))
    },
};

#[derive(Debug, thiserror::Error)]
enum CompactError {
    #[error("the store failed")]
    Store(#[from] StoreError),
    #[error("a segment failed")]
    Segment(#[source] SegmentError),
}

impl From<SegmentError> for CompactError {
    /// A segment that is not there any more is the store's to tell.
    fn from(error: SegmentError) -> Self {
        match error {
            SegmentError::Store(error) => Self::Store(error),
            error => Self::Segment(error),
        }
    }
}

async fn compact_all(store: &Store, now: Timestamp) -> Result<Value, CompactError> {
    let mut merged = 0;
    for graph in store.every_graph().await? {
        if graph.state != GraphState::Active {
            continue;
        }
        let mut days: BTreeMap<(Day, SegmentKind), Vec<Segment>> = BTreeMap::new();
        for segment in store.every_segment(graph.arn.id()).await? {
            let of_day = days.entry((segment.day, segment.kind)).or_default();
            of_day.push(segment);
        }
        for ((day, kind), segments) in days {
            let due = choice::due(day, segments, now);
            merged += compact_day(store, &graph.arn, kind, day, due).await?;
        }
    }
    Ok(json!({ "merged": merged }))
}

/// Merges what is due of one day and kind; says how many segments were.
async fn compact_day(
    store: &Store,
    graph: &GraphArn,
    kind: SegmentKind,
    day: Day,
    (level, mut due): (Level, Vec<Segment>),
) -> Result<usize, CompactError> {
    let mut merged = 0;
    while let Some(chosen) = choice::next(level, &mut due) {
        let result = match kind {
            SegmentKind::Activity => merge::<Column>(store, graph, day, level, &chosen).await,
        };
        match result {
            Ok(()) => merged += chosen.len(),
            // Somebody else merged or deleted them: what is left is seen at the next start.
            Err(CompactError::Store(StoreError::Conflict | StoreError::NoSuchObject { .. })) => {
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

/// Merges `old`, one segment after the other is filled, and exchanges them at once.
async fn merge<C: RowKind>(
    store: &Store,
    graph: &GraphArn,
    day: Day,
    level: Level,
    old: &[Segment],
) -> Result<(), CompactError> {
    let objects = store.segments(Access::ReadSegments)?;
    let mut compaction: Compaction<_, C> =
        Compaction::of_stored(objects, old, Full::DEFAULT).await?;
    let mut new = Vec::new();
    while let Some(compacted) = compaction.next().await? {
        new.push(write::<C>(store, graph, day, level, compacted).await?);
    }
    Ok(store.replace_segments(graph.id(), old, &new).await?)
}

/// Writes a merged segment and its registry. Neither counts before the manifest names it.
async fn write<C: RowKind>(
    store: &Store,
    graph: &GraphArn,
    day: Day,
    level: Level,
    compacted: Compacted,
) -> Result<Segment, CompactError> {
    let objects = store.segments(Access::WriteSegments)?;
    let name = Segment::new_name()?;
    let entities = write_entities(&compacted.entities)?;
    let registry = stored(
        Segment::entities_key(graph.id(), day, &name),
        entities.len(),
    );
    objects.put(&registry.key, entities).await?;
    let written = compacted.segment;
    let rows = stored(
        Segment::rows_key(graph.id(), C::KIND, day, &name),
        written.bytes.len(),
    );
    objects.put(&rows.key, written.bytes).await?;
    Ok(Segment {
        kind: C::KIND,
        day,
        name,
        level,
        activity: rows,
        rows: written.rows,
        first_hour: written.span.first_hour,
        last_hour: written.span.last_hour,
        newest: written.span.last_seen,
        entities: Some(registry),
    })
}

fn stored(key: String, length: usize) -> StoredObject {
    StoredObject {
        key,
        bytes: u64::try_from(length).unwrap_or(u64::MAX),
    }
}
