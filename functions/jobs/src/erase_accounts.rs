//! `erase-accounts`: removes what accounts gave a graph, for which `DeleteAccountData` asked.
//!
//! Each segment with rows of the account is written anew without them, and its findings are deleted,
//! with the groups that they are in. What is cut off goes on at the
//! next start, which looks for rows that are left.

use std::time::Duration;

use futures::{StreamExt as _, TryStreamExt as _, stream};
use gumshoe_api::{StartedBy, Trigger};
use gumshoe_domain::{AccountId, Graph, GraphState, Timestamp};
use gumshoe_runtime::job;
use gumshoe_segments::{
    Column, Filter, KubernetesColumn, NetworkColumn, RelationColumn, RowKind, SegmentError, fetch,
};
use gumshoe_store::{Access, Erasure, Segment, SegmentKind, Store, StoreError};
use serde_json::{Value, json};

use crate::merging::{MergeError, exchange};

const ACCESS: &[Access] = &[
    Access::ReadTable,
    Access::WriteTable,
    Access::ReadSegments,
    Access::WriteSegments,
];

const NAME: &str = "erase-accounts";

/// How long a request is kept at least, in seconds: an ingestion that began before it may commit
/// until then, for no function runs longer than 15 minutes.
const KEPT_SECONDS: i64 = 3_600;

/// Segments that are looked into at the same time.
const AT_ONCE: usize = 16;

/// The function.
pub static TRIGGER: Trigger = Trigger {
    name: NAME,
    started_by: StartedBy::Schedule(Duration::from_secs(300)),
    access: ACCESS,
    open: |services| {
        Ok(job::open(services, NAME, |services, now| {
            Box::pin(async move { Ok(erase_all(&services.store(ACCESS), now).await?) })
        }))
    },
};

async fn erase_all(store: &Store, now: Timestamp) -> Result<Value, MergeError> {
    // One erasure that fails does not keep the others from their turn.
    let (mut written, mut failed) = (0, None);
    for graph in store.every_graph().await? {
        if graph.state != GraphState::Active {
            continue;
        }
        for erasure in store.erasures(graph.arn.id()).await? {
            match erase(store, &graph, erasure, now).await {
                Ok(segments) => written += segments,
                Err(error) => {
                    tracing::error!(graph.arn = %graph.arn, account = %erasure.account, error.cause = ?error, "account not erased");
                    failed = Some(error);
                }
            }
        }
    }
    if let Some(error) = failed {
        return Err(error);
    }
    Ok(json!({ "written": written }))
}

/// Erases what there is now; says how many segments it wrote anew.
async fn erase(
    store: &Store,
    graph: &Graph,
    erasure: Erasure,
    now: Timestamp,
) -> Result<usize, MergeError> {
    let (id, account) = (graph.arn.id(), erasure.account);
    let feeds = store.graphs_fed_by(account).await?;
    if feeds.iter().any(|it| it.arn == graph.arn) {
        tracing::warn!(graph.arn = %graph.arn, account = %account, "erasure given up: the account feeds the graph again");
        store.end_erasure(id, account).await?;
        return Ok(0);
    }
    let mut written = 0;
    match rewrite_all(store, graph, account, &mut written).await {
        Ok(()) => {}
        // A compaction has the rows now, and the next run finds them where they are.
        Err(MergeError::Store(StoreError::Conflict | StoreError::NoSuchObject { .. })) => {
            tracing::info!(graph.arn = %graph.arn, account = %account, "erasure overtaken");
            return Ok(written);
        }
        Err(error) => return Err(error),
    }
    // The index still tells of entities that only this account gave.
    if written > 0 {
        store.drop_entity_index(id).await?;
    }
    store.erase_volumes(id, account).await?;
    let findings = store.erase_findings(id, account).await?;
    let groups = store.erase_finding_groups(id, account).await?;
    let is_settled = erasure.requested.plus_seconds(KEPT_SECONDS) <= now;
    if written == 0 && findings == 0 && groups == 0 && is_settled {
        // Once more, for a run that was cut off between the rows and the index.
        store.drop_entity_index(id).await?;
        store.end_erasure(id, account).await?;
        tracing::info!(graph.arn = %graph.arn, account = %account, "account erased");
    }
    Ok(written)
}

async fn rewrite_all(
    store: &Store,
    graph: &Graph,
    account: AccountId,
    written: &mut usize,
) -> Result<(), MergeError> {
    for segment in concerned(store, graph, account).await? {
        rewrite(store, graph, &segment, account).await?;
        *written += 1;
    }
    Ok(())
}

/// The segments with rows that the account gave.
async fn concerned(
    store: &Store,
    graph: &Graph,
    account: AccountId,
) -> Result<Vec<Segment>, MergeError> {
    let segments = store.every_segment(graph.arn.id()).await?;
    let looks = segments.into_iter().map(|segment| async move {
        let has_some = match segment.kind {
            SegmentKind::Activity => has_rows::<Column>(store, &segment, account).await?,
            SegmentKind::Network => has_rows::<NetworkColumn>(store, &segment, account).await?,
            SegmentKind::Kubernetes => {
                has_rows::<KubernetesColumn>(store, &segment, account).await?
            }
            SegmentKind::Relations => has_rows::<RelationColumn>(store, &segment, account).await?,
        };
        Ok::<_, SegmentError>(has_some.then_some(segment))
    });
    let looks = stream::iter(looks).buffered(AT_ONCE);
    let found: Vec<Option<Segment>> = looks.try_collect().await?;
    Ok(found.into_iter().flatten().collect())
}

async fn has_rows<C: RowKind>(
    store: &Store,
    segment: &Segment,
    account: AccountId,
) -> Result<bool, SegmentError> {
    let objects = store.segments(Access::ReadSegments)?;
    let filter = Filter {
        account: Some(account),
        ..Filter::default()
    };
    let fetched = fetch(objects, &segment.activity, &filter, &[C::account_column()]).await?;
    Ok(fetched.visit(&mut |_| ())?.rows_matched > 0)
}

async fn rewrite(
    store: &Store,
    graph: &Graph,
    segment: &Segment,
    account: AccountId,
) -> Result<(), MergeError> {
    let old = std::slice::from_ref(segment);
    match segment.kind {
        SegmentKind::Activity => {
            exchange::<Column>(store, &graph.arn, old, segment.level, Some(account)).await
        }
        SegmentKind::Network => {
            exchange::<NetworkColumn>(store, &graph.arn, old, segment.level, Some(account)).await
        }
        SegmentKind::Kubernetes => {
            exchange::<KubernetesColumn>(store, &graph.arn, old, segment.level, Some(account)).await
        }
        SegmentKind::Relations => {
            exchange::<RelationColumn>(store, &graph.arn, old, segment.level, Some(account)).await
        }
    }
}
