//! `expire-segments`: takes from each graph the days that are older than it keeps, and the findings
//! and groups of findings that were seen last on such a day; and evidence after 45 days, also out of what
//! groups of findings come to.
//!
//! What no manifest names any more is deleted by `sweep-segments`.

mod evidence;

use std::time::Duration;

use gumshoe_api::{Services, StartedBy, Trigger};
use gumshoe_domain::{Day, Graph, GraphState, Timestamp};
use gumshoe_runtime::job;
use gumshoe_store::{Access, Segment, Store, StoreError};
use serde_json::{Value, json};

const ACCESS: &[Access] = &[Access::ReadTable, Access::WriteTable];

const NAME: &str = "expire-segments";

/// The function.
pub static TRIGGER: Trigger = Trigger {
    name: NAME,
    started_by: StartedBy::Schedule(Duration::from_secs(86_400)),
    access: ACCESS,
    open: |services| {
        Ok(job::open(services, NAME, |services, now| {
            Box::pin(async move { Ok(expire(&services, now).await?) })
        }))
    },
};

async fn expire(services: &Services, now: Timestamp) -> Result<Value, StoreError> {
    let store = services.store(ACCESS);
    let mut expired = 0;
    for graph in store.every_graph().await? {
        if graph.state == GraphState::Active {
            let retention = graph.retention(services.settings.retention);
            let kept = retention.first_day(now);
            expired += expire_days(&store, &graph, kept).await?;
            let (id, start) = (graph.arn.id(), kept.first_hour().start());
            let findings = store.expire_findings(id, start).await?;
            let evidence = store.expire_evidence(id, now).await?;
            let findings = findings + evidence;
            let groups = store.expire_finding_groups(id, start).await?;
            evidence::recount(&store, &graph, now).await?;
            if groups > 0 {
                tracing::info!(graph.arn = %graph.arn, day = %kept, groups.expired = groups, "finding groups expired");
            }
            store.expire_usages(id, start).await?;
            if findings > 0 {
                tracing::info!(graph.arn = %graph.arn, day = %kept, findings.expired = findings, "findings expired");
            }
        }
    }
    Ok(json!({ "expired": expired }))
}

/// Takes the segments of days before `kept` out of the graph; says how many.
async fn expire_days(store: &Store, graph: &Graph, kept: Day) -> Result<usize, StoreError> {
    let mut segments = store.every_segment(graph.arn.id()).await?;
    segments.retain(|segment| segment.day < kept);
    let mut expired = 0;
    for some in segments.chunks(Segment::MOST_EXCHANGED) {
        match store.replace_segments(graph.arn.id(), some, &[]).await {
            Ok(()) => expired += some.len(),
            // A compaction replaced one of them: the next run finds what it made.
            Err(StoreError::Conflict) => {
                tracing::info!(graph.arn = %graph.arn, "expiry overtaken");
            }
            Err(error) => return Err(error),
        }
    }
    if expired > 0 {
        tracing::info!(graph.arn = %graph.arn, day = %kept, segments.expired = expired, "segments expired");
    }
    Ok(expired)
}
