//! Reading a graph's rows: the manifest says where they are, statistics say which can be skipped.

use std::sync::Arc;

use futures::future::try_join_all;
use gumshoe_domain::ScopeTime;
use gumshoe_store::{Access, Manifest, Segment, Store, StoreError};

use crate::error::SegmentError;
use crate::filter::Filter;
use crate::kind::RowKind;
use crate::predicate::{Predicate, Test};
use crate::read::{Fetched, fetch};

/// Segments that are fetched at once: what bounds the memory of a query.
const AT_ONCE: usize = 16;

/// How often a query begins anew because a compaction replaced what it was about to read.
const ATTEMPTS: usize = 4;

/// Adds up the rows of a graph in `scope` that pass `filter` (whose own scope is set to it).
///
/// A segment may be replaced between the look into the manifest and the look into the segment. Then
/// everything read so far is dropped, and the manifest is read anew.
///
/// # Errors
/// When the table or S3 cannot be read, or a segment is malformed.
pub async fn add_up<A: Send, C: RowKind>(
    manifest: &Manifest<'_>,
    scope: ScopeTime,
    filter: Filter,
    columns: &[C],
    empty: impl Fn() -> A + Send + Sync,
    add: impl Fn(&mut A, &C::Row<'_>) + Send + Sync,
) -> Result<A, SegmentError> {
    add_up_until(manifest, scope, filter, columns, empty, add, |_| false).await
}

/// The same, from the newest segments to the oldest, until the sum is `enough`: what does not need
/// every row reads no more than it needs, and sixteen segments at least.
///
/// # Errors
/// As [`add_up`].
pub async fn add_up_until<A: Send, C: RowKind>(
    manifest: &Manifest<'_>,
    scope: ScopeTime,
    filter: Filter,
    columns: &[C],
    empty: impl Fn() -> A + Send + Sync,
    add: impl Fn(&mut A, &C::Row<'_>) + Send + Sync,
    enough: impl Fn(&A) -> bool + Send + Sync,
) -> Result<A, SegmentError> {
    let filter = Filter {
        scope: Some(scope),
        ..filter
    };
    let predicate = filter.predicate::<C>();
    let store = manifest.store();
    for attempt in 1.. {
        let mut segments = manifest.segments(C::KIND, scope).await?;
        segments.retain(|it| can_hold::<C>(&predicate, it));
        let added = add_up_segments(store, &segments, &filter, columns, &empty, &add, &enough);
        match added.await {
            Err(SegmentError::Store(StoreError::NoSuchObject { .. })) if attempt < ATTEMPTS => {
                manifest.forget().await;
            }
            result => return result,
        }
    }
    Ok(empty())
}

/// Whether the segment can hold a match, by what the manifest says of it.
fn can_hold<C: RowKind>(predicate: &Predicate, segment: &Segment) -> bool {
    let leading = C::leading_column().map(C::index);
    predicate.can_hold(|test| match test {
        Test::Text { column, value } if Some(column.index) == leading => segment.can_have(value),
        Test::Text { .. }
        | Test::Prefix { .. }
        | Test::OneOf { .. }
        | Test::True { .. }
        | Test::Present { .. }
        | Test::Within { .. } => true,
    })
}

async fn add_up_segments<A: Send, C: RowKind>(
    store: &Store,
    segments: &[Arc<Segment>],
    filter: &Filter,
    columns: &[C],
    empty: &(impl Fn() -> A + Sync),
    add: &(impl Fn(&mut A, &C::Row<'_>) + Sync),
    enough: &(impl Fn(&A) -> bool + Sync),
) -> Result<A, SegmentError> {
    let objects = store.segments(Access::ReadSegments)?;
    let mut sum = empty();
    for chunk in segments.rchunks(AT_ONCE) {
        if enough(&sum) {
            break;
        }
        let fetches = chunk
            .iter()
            .map(|it| fetch(objects, &it.activity, filter, columns));
        let fetched: Vec<Fetched<C>> = try_join_all(fetches).await?;
        for segment in fetched {
            segment.visit(&mut |row| add(&mut sum, row))?;
        }
    }
    Ok(sum)
}
