//! Segments exchanged for others with the same rows, or fewer.

use gumshoe_domain::{AccountId, Day, GraphArn};
use gumshoe_segments::{Compacted, Compaction, Full, RowKind, SegmentError, write_entities};
use gumshoe_store::{Access, Level, Segment, Store, StoreError, StoredObject};

/// Segments were not exchanged.
#[derive(Debug, thiserror::Error)]
pub(crate) enum MergeError {
    #[error("the store failed")]
    Store(#[from] StoreError),
    #[error("a segment failed")]
    Segment(#[source] SegmentError),
}

impl From<SegmentError> for MergeError {
    /// A segment that is not there any more is the store's to tell.
    fn from(error: SegmentError) -> Self {
        match error {
            SegmentError::Store(error) => Self::Store(error),
            error => Self::Segment(error),
        }
    }
}

/// Writes the rows of `old`, which are of one day, as segments of `level`, but for those that the
/// account `without` gave; then the new ones count and the old ones do not, all at once.
pub(crate) async fn exchange<C: RowKind>(
    store: &Store,
    graph: &GraphArn,
    old: &[Segment],
    level: Level,
    without: Option<AccountId>,
) -> Result<(), MergeError> {
    let objects = store.segments(Access::ReadSegments)?;
    let mut compaction: Compaction<_, C> =
        Compaction::of_stored(objects, old, Full::DEFAULT).await?;
    if let Some(account) = without {
        compaction = compaction.without(account);
    }
    let mut new = Vec::new();
    while let Some(compacted) = compaction.next().await? {
        let Some(day) = old.first().map(|it| it.day) else {
            break;
        };
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
) -> Result<Segment, MergeError> {
    let objects = store.segments(Access::WriteSegments)?;
    let name = Segment::new_name()?;
    let entities = write_entities(&compacted.entities)?;
    let registry = StoredObject {
        key: Segment::entities_key(graph.id(), day, &name),
        bytes: length(&entities),
        footer: None,
    };
    objects.put(&registry.key, entities).await?;
    let written = compacted.segment;
    let rows = StoredObject {
        key: Segment::rows_key(graph.id(), C::KIND, day, &name),
        bytes: length(&written.bytes),
        footer: written.footer,
    };
    objects.put(&rows.key, written.bytes).await?;
    Ok(Segment {
        kind: C::KIND,
        day,
        name,
        level,
        activity: rows,
        rows: written.rows,
        keys: written.keys,
        first_hour: written.span.first_hour,
        last_hour: written.span.last_hour,
        newest: written.span.last_seen,
        entities: Some(registry),
    })
}

fn length(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}
