//! `compact-segments`: merges the segments of a day, so that a query opens few of them, and writes
//! the registry of entities beside each merged one.
//!
//! In the course of a day the batches of a past hour become one segment; when the day is over, all
//! of its segments become one.

use std::collections::BTreeMap;
use std::time::Duration;

use futures::future::try_join_all;
use gumshoe_api::{StartedBy, Trigger};
use gumshoe_domain::{Day, GraphArn, GraphState, Timestamp};
use gumshoe_runtime::job;
use gumshoe_segments::{Compacted, Compaction, SegmentError, write_entities};
use gumshoe_store::{Access, Level, Segment, Store, StoreError, StoredObject};
use serde_json::{Value, json};

const ACCESS: &[Access] = &[
    Access::ReadTable,
    Access::WriteTable,
    Access::ReadSegments,
    Access::WriteSegments,
];

/// Rows that one compaction holds in memory, at most.
const MOST_ROWS: u64 = 1_000_000;

/// Bytes of segments that one compaction holds in memory, at most.
const MOST_BYTES: u64 = 64 << 20;

/// The batches of a day are merged at once, even those of an hour that is not over, when there are this many.
const MANY_BATCHES: usize = 16;

/// How long after the end of an hour or a day its objects are waited for. CloudTrail delivers
/// within 5 minutes on average: AWS CloudTrail User Guide, "How CloudTrail works".
const GRACE_SECONDS: i64 = 900;

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
    Segment(#[from] SegmentError),
}

async fn compact_all(store: &Store, now: Timestamp) -> Result<Value, CompactError> {
    let mut merged = 0;
    for graph in store.every_graph().await? {
        if graph.state != GraphState::Active {
            continue;
        }
        let mut days: BTreeMap<Day, Vec<Segment>> = BTreeMap::new();
        for segment in store.every_segment(graph.arn.id()).await? {
            days.entry(segment.day).or_default().push(segment);
        }
        for (day, segments) in days {
            merged += compact_day(store, &graph.arn, day, segments, now).await?;
        }
    }
    Ok(json!({ "merged": merged }))
}

/// Merges what is due of one day; says how many segments were.
async fn compact_day(
    store: &Store,
    graph: &GraphArn,
    day: Day,
    segments: Vec<Segment>,
    now: Timestamp,
) -> Result<usize, CompactError> {
    let (level, mut due) = due(day, segments, now);
    let mut merged = 0;
    while !due.is_empty() {
        let chosen = choose(&mut due);
        if !changes(level, &chosen) {
            continue;
        }
        match merge(store, graph, day, level, &chosen).await {
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
        tracing::info!(graph.arn = %graph, day = %day, level = %level, segments.merged = merged, "segments compacted");
    }
    Ok(merged)
}

/// The level to which the day's segments are to be merged now, and those that are, smallest last.
fn due(day: Day, segments: Vec<Segment>, now: Timestamp) -> (Level, Vec<Segment>) {
    let settled = now.plus_seconds(-GRACE_SECONDS).hour();
    let over = day.plus(1).first_hour() <= settled;
    let (level, mut due) = if over {
        (Level::Day, segments)
    } else {
        let batches: Vec<Segment> = segments
            .into_iter()
            .filter(|it| it.level == Level::Batch)
            .collect();
        let many = batches.len() >= MANY_BATCHES;
        (
            Level::Hour,
            batches
                .into_iter()
                .filter(|it| many || it.first_hour < settled)
                .collect(),
        )
    };
    due.sort_by(|a, b| b.rows.cmp(&a.rows).then_with(|| a.name.cmp(&b.name)));
    (level, due)
}

/// Takes the smallest of `due` that fit together, at least one.
fn choose(due: &mut Vec<Segment>) -> Vec<Segment> {
    let (mut rows, mut bytes) = (0, 0);
    let mut chosen = Vec::new();
    while let Some(segment) = due.pop_if(|next| {
        let fits = rows + next.rows <= MOST_ROWS && bytes + next.activity.bytes <= MOST_BYTES;
        chosen.is_empty() || (fits && chosen.len() < Segment::MOST_REPLACED)
    }) {
        rows += segment.rows;
        bytes += segment.activity.bytes;
        chosen.push(segment);
    }
    chosen
}

/// Whether merging `chosen` to `level` leaves fewer segments, or gives the one its registry.
fn changes(level: Level, chosen: &[Segment]) -> bool {
    chosen.len() > 1 || chosen.first().is_some_and(|only| only.level != level)
}

async fn merge(
    store: &Store,
    graph: &GraphArn,
    day: Day,
    level: Level,
    old: &[Segment],
) -> Result<(), CompactError> {
    let objects = store.segments(Access::ReadSegments)?;
    let mut compaction = Compaction::default();
    for bytes in try_join_all(
        old.iter()
            .map(|it| objects.get(&it.activity.key, it.activity.bytes)),
    )
    .await?
    {
        compaction.add(bytes)?;
    }
    let new = write(store, graph, day, level, compaction.finish()?).await?;
    Ok(store.replace_segments(graph.id(), old, &new).await?)
}

/// Writes a merged segment and its registry. Neither counts before the manifest names it.
async fn write(
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
    let activity = stored(
        Segment::activity_key(graph.id(), day, &name),
        written.bytes.len(),
    );
    objects.put(&activity.key, written.bytes).await?;
    Ok(Segment {
        day,
        name,
        level,
        activity,
        rows: written.rows,
        first_hour: written.first_hour,
        last_hour: written.last_hour,
        newest: written.last_seen,
        entities: Some(registry),
    })
}

fn stored(key: String, length: usize) -> StoredObject {
    StoredObject {
        key,
        bytes: u64::try_from(length).unwrap_or(u64::MAX),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(name: &str, level: Level, rows: u64, hour: &str) -> Segment {
        let moment: Timestamp = hour.parse().unwrap();
        Segment {
            day: moment.hour().day(),
            name: name.to_owned(),
            level,
            activity: StoredObject {
                key: name.to_owned(),
                bytes: rows * 10,
            },
            rows,
            first_hour: moment.hour(),
            last_hour: moment.hour(),
            newest: moment,
            entities: None,
        }
    }

    fn names(segments: &[Segment]) -> Vec<&str> {
        segments.iter().map(|it| it.name.as_str()).collect()
    }

    fn due_at(now: &str, segments: Vec<Segment>) -> (Level, Vec<Segment>) {
        due(
            "2026-03-01".parse().unwrap(),
            segments,
            now.parse().unwrap(),
        )
    }

    #[test]
    fn in_the_course_of_a_day_only_the_batches_of_past_hours_are_due() {
        let segments = vec![
            segment("past", Level::Batch, 1, "2026-03-01T09:00:00Z"),
            segment("merged", Level::Hour, 2, "2026-03-01T09:00:00Z"),
            segment("recent", Level::Batch, 3, "2026-03-01T10:00:00Z"),
        ];
        let (level, due) = due_at("2026-03-01T10:30:00Z", segments);
        assert_eq!((level, names(&due)), (Level::Hour, vec!["past"]));
    }

    #[test]
    fn many_batches_are_due_at_once() {
        let batches = (0..MANY_BATCHES)
            .map(|n| segment(&n.to_string(), Level::Batch, 1, "2026-03-01T10:00:00Z"));
        assert_eq!(
            due_at("2026-03-01T10:05:00Z", batches.collect()).1.len(),
            MANY_BATCHES
        );
    }

    #[test]
    fn when_the_day_is_over_all_of_it_is_due_largest_first() {
        let segments = vec![
            segment("batch", Level::Batch, 1, "2026-03-01T23:00:00Z"),
            segment("hour", Level::Hour, 5, "2026-03-01T09:00:00Z"),
        ];
        assert_eq!(
            due_at("2026-03-02T00:10:00Z", segments.clone()).0,
            Level::Hour
        );
        let (level, due) = due_at("2026-03-02T01:20:00Z", segments);
        assert_eq!((level, names(&due)), (Level::Day, vec!["hour", "batch"]));
    }

    #[test]
    fn a_day_of_one_merged_segment_is_left_alone() {
        assert!(!changes(
            Level::Day,
            &[segment("day", Level::Day, 1, "2026-03-01T00:00:00Z")]
        ));
        assert!(changes(
            Level::Day,
            &[segment("hour", Level::Hour, 1, "2026-03-01T00:00:00Z")]
        ));
    }

    #[test]
    fn segments_that_are_too_many_for_memory_are_merged_in_parts() {
        let rows = [MOST_ROWS, MOST_ROWS / 2, MOST_ROWS / 2, 1];
        let mut due: Vec<Segment> = rows
            .iter()
            .enumerate()
            .map(|(n, rows)| segment(&n.to_string(), Level::Batch, *rows, "2026-03-01T00:00:00Z"))
            .collect();
        assert_eq!(names(&choose(&mut due)), ["3", "2"]);
        assert_eq!(names(&choose(&mut due)), ["1"]);
        assert_eq!(names(&choose(&mut due)), ["0"]);
        assert_eq!(due, []);
    }
}
