//! From a segment to its rows.

use std::collections::BTreeSet;

use bytes::Bytes;
use gumshoe_store::{Objects, StoredObject};

use crate::error::SegmentError;
use crate::filter::Filter;
use crate::kind::RowKind;
use crate::parts::{Effort, Extent, Object, Source};
use crate::row_groups::{RowGroups, Wanted};

/// What it took to answer. Adding up those of several segments is up to the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ScanStats {
    /// Requests to S3.
    pub requests: u64,
    /// Bytes fetched from S3.
    pub bytes: u64,
    /// Row groups that were read.
    pub row_groups_read: u64,
    /// Row groups that cannot hold what was wanted, and were not read.
    pub row_groups_skipped: u64,
    /// Rows of the row groups that were read.
    pub rows_read: u64,
    /// Rows that were wanted.
    pub rows_matched: u64,
}

/// The fetched part of a segment. Fetching waits for S3, visiting uses the processor: segments are
/// fetched concurrently and visited one after the other.
pub struct Fetched<C> {
    row_groups: RowGroups,
    columns: Vec<C>,
}

impl<C: RowKind> Fetched<C> {
    /// Gives each wanted row to `visit`, in the order of the segment.
    ///
    /// The row borrows from the segment. Columns that were not asked for are absent: no text, no
    /// flag, zero, the epoch's time.
    ///
    /// # Errors
    /// When the segment is malformed; some rows may have been visited.
    pub fn visit(self, visit: &mut dyn FnMut(&C::Row<'_>)) -> Result<ScanStats, SegmentError> {
        let columns = self.columns;
        self.row_groups.visit(|batch, matches| {
            let rows = C::open(batch, &columns)?;
            for (at, _) in matches.iter().enumerate().filter(|(_, wanted)| **wanted) {
                visit(&C::row(&rows, at)?);
            }
            Ok(())
        })
    }
}

/// Fetches of a segment what can hold rows that pass `filter`.
///
/// Up to a quarter of a megabyte it is one request. Else one for the copy of the footer, one for bloom filters where they
/// can spare much, and then one for each run of needed columns, at once.
///
/// # Errors
/// [`SegmentError::Store`] when S3 fails or the object is not there; others when it is no segment.
pub async fn fetch<C: RowKind>(
    objects: &Objects,
    segment: &StoredObject,
    filter: &Filter,
    projection: &[C],
) -> Result<Fetched<C>, SegmentError> {
    let source = Object {
        objects,
        key: &segment.key,
    };
    fetch_from(&source, segment.into(), filter, projection, Effort::S3).await
}

pub(crate) async fn fetch_from<S: Source, C: RowKind>(
    source: &S,
    extent: Extent,
    filter: &Filter,
    projection: &[C],
    effort: Effort,
) -> Result<Fetched<C>, SegmentError> {
    let columns = with_always_read(projection);
    let row_groups = RowGroups::fetch(source, extent, wanted(filter, &columns), effort).await?;
    Ok(Fetched {
        row_groups,
        columns,
    })
}

/// The same as [`fetch`], of an object that is in memory.
///
/// # Errors
/// When it is no segment.
pub fn fetch_from_bytes<C: RowKind>(
    bytes: Bytes,
    filter: &Filter,
    projection: &[C],
) -> Result<Fetched<C>, SegmentError> {
    let columns = with_always_read(projection);
    let row_groups = RowGroups::of(bytes, wanted(filter, &columns))?;
    Ok(Fetched {
        row_groups,
        columns,
    })
}

/// Fetches and visits: [`fetch`], and then [`Fetched::visit`].
///
/// # Errors
/// As those two have.
pub async fn scan<C: RowKind>(
    objects: &Objects,
    segment: &StoredObject,
    filter: &Filter,
    projection: &[C],
    visit: &mut (dyn FnMut(&C::Row<'_>) + Send),
) -> Result<ScanStats, SegmentError> {
    fetch(objects, segment, filter, projection)
        .await?
        .visit(visit)
}

/// Visits every row of a segment in memory, with all of its columns.
///
/// # Errors
/// When it is no segment.
pub fn read_all<C: RowKind>(
    bytes: Bytes,
    visit: &mut dyn FnMut(&C::Row<'_>),
) -> Result<ScanStats, SegmentError> {
    fetch_from_bytes(bytes, &Filter::default(), C::COLUMNS)?.visit(visit)
}

fn with_always_read<C: RowKind>(projection: &[C]) -> Vec<C> {
    let columns: BTreeSet<C> = C::ALWAYS_READ.iter().chain(projection).copied().collect();
    columns.into_iter().collect()
}

fn wanted<C: RowKind>(filter: &Filter, projection: &[C]) -> Wanted {
    Wanted {
        fields: C::FIELDS,
        predicate: filter.predicate::<C>(),
        columns: projection.iter().map(|it| it.index()).collect(),
    }
}
