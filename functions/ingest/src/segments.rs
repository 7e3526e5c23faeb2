//! The rows of a batch as segments of a graph: one for each kind of rows and UTC day.

use futures::future::try_join_all;
use gumshoe_domain::{AccountId, Day, GraphId};
use gumshoe_segments::{
    Column, KubernetesColumn, NetworkColumn, Packing, RelationColumn, RowKind, SegmentError,
    Written, in_order,
};
use gumshoe_sources::Batch;
use gumshoe_store::{
    Access, Commit, LedgerScope, Level, Segment, SegmentKind, Store, StoredObject,
};

use crate::attribution::Attribution;
use crate::ingest::IngestError;

/// A segment that is to be written.
struct Draft<'a> {
    kind: SegmentKind,
    day: Day,
    write: Box<dyn Fn() -> Result<Written, SegmentError> + Send + Sync + 'a>,
}

/// The segments that the rows come to of the accounts that feed `scope`.
fn drafts<'a>(batch: &'a Batch, attribution: &Attribution, scope: LedgerScope) -> Vec<Draft<'a>> {
    let feeds = |account: AccountId| attribution.feeds(account, scope);
    let mut drafts = drafts_of::<Column>(batch.accounts(), feeds);
    drafts.extend(drafts_of::<KubernetesColumn>(batch.audits(), feeds));
    drafts.extend(drafts_of::<NetworkColumn>(batch.flows(), feeds));
    drafts.extend(drafts_of::<RelationColumn>(batch.relations(), feeds));
    drafts
}

fn drafts_of<'a, C: RowKind>(
    accounts: impl Iterator<Item = (AccountId, &'a C::Rows)>,
    feeds: impl Fn(AccountId) -> bool + Copy,
) -> Vec<Draft<'a>> {
    let own = accounts.filter(|(account, _)| feeds(*account));
    let rows: Vec<&'a C::Rows> = own.map(|(_, rows)| rows).collect();
    let mut days: Vec<Day> = rows.iter().flat_map(|rows| C::days(rows)).collect();
    days.sort_unstable();
    days.dedup();
    let draft = |day| {
        let rows = rows.clone();
        let write = move || {
            let of_day = rows.iter().map(|rows| C::of_day(rows, day));
            gumshoe_segments::write::<C>(in_order::<C, _>(of_day), Packing::Fast)
        };
        Draft {
            kind: C::KIND,
            day,
            write: Box::new(write),
        }
    };
    days.into_iter().map(draft).collect()
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
        None => drafts(batch, attribution, scope).len(),
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
    let drafts = drafts(batch, attribution, LedgerScope::Graph(graph));
    try_join_all(drafts.iter().map(|draft| write_draft(store, graph, draft))).await
}

async fn write_draft(
    store: &Store,
    graph: GraphId,
    draft: &Draft<'_>,
) -> Result<Segment, IngestError> {
    let written = (draft.write)()?;
    let name = Segment::new_name()?;
    let key = Segment::rows_key(graph, draft.kind, draft.day, &name);
    let activity = StoredObject {
        key,
        bytes: u64::try_from(written.bytes.len()).unwrap_or(u64::MAX),
        footer: written.footer,
    };
    store
        .segments(Access::WriteSegments)?
        .put(&activity.key, written.bytes)
        .await?;
    Ok(Segment {
        kind: draft.kind,
        day: draft.day,
        name,
        level: Level::Batch,
        activity,
        rows: written.rows,
        keys: written.keys,
        first_hour: written.span.first_hour,
        last_hour: written.span.last_hour,
        newest: written.span.last_seen,
        entities: None,
    })
}
