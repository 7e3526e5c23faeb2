//! The rows of a batch as segments of a graph: one for each UTC day.

use std::collections::BTreeSet;

use futures::future::try_join_all;
use gumshoe_activity::Aggregate;
use gumshoe_domain::{Day, GraphId};
use gumshoe_segments::write_batch;
use gumshoe_sources::Batch;
use gumshoe_store::{Access, Commit, LedgerScope, Level, Segment, Store, StoredObject};

use crate::attribution::Attribution;
use crate::ingest::IngestError;

/// The rows of the accounts that feed `scope`.
fn rows<'a>(batch: &'a Batch, attribution: &Attribution, scope: LedgerScope) -> Vec<&'a Aggregate> {
    batch
        .accounts()
        .filter(|(account, _)| attribution.feeds(*account, scope))
        .map(|(_, rows)| rows)
        .collect()
}

/// Whether the segments of these rows fit in one commit with `others`, the items of objects and
/// accounts.
pub(crate) fn fit_with(
    batch: &Batch,
    attribution: &Attribution,
    scope: LedgerScope,
    others: usize,
) -> bool {
    let segments = match attribution.refusal(scope) {
        Some(_) => 0,
        None => days(&rows(batch, attribution, scope)).len(),
    };
    segments + others <= Commit::MOST
}

/// Writes the rows. Nothing of it counts before it is committed.
pub(crate) async fn write(
    store: &Store,
    graph: GraphId,
    batch: &Batch,
    attribution: &Attribution,
) -> Result<Vec<Segment>, IngestError> {
    let rows = rows(batch, attribution, LedgerScope::Graph(graph));
    try_join_all(
        days(&rows)
            .into_iter()
            .map(|day| write_day(store, graph, day, &rows)),
    )
    .await
}

fn days(rows: &[&Aggregate]) -> BTreeSet<Day> {
    rows.iter().flat_map(|rows| rows.days()).collect()
}

async fn write_day(
    store: &Store,
    graph: GraphId,
    day: Day,
    rows: &[&Aggregate],
) -> Result<Segment, IngestError> {
    // Rows are sorted by account first, and the accounts come in order.
    let written = write_batch(rows.iter().flat_map(|rows| rows.sorted_of_day(day)))?;
    let name = Segment::new_name()?;
    let key = Segment::activity_key(graph, day, &name);
    let bytes = u64::try_from(written.bytes.len()).unwrap_or(u64::MAX);
    store
        .segments(Access::WriteSegments)?
        .put(&key, written.bytes)
        .await?;
    Ok(Segment {
        day,
        name,
        level: Level::Batch,
        activity: StoredObject { key, bytes },
        rows: written.rows,
        first_hour: written.first_hour,
        last_hour: written.last_hour,
        newest: written.last_seen,
        entities: None,
    })
}
