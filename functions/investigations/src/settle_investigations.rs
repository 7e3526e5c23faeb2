//! `settle-investigations`: sends the messages of investigations again that were lost, ends those
//! that run for too long, and removes those that were archived long ago.

use std::error::Error;
use std::time::Duration;

use gumshoe_api::{Services, StartedBy, Trigger};
use gumshoe_domain::investigation::{FailureReason, Overdue};
use gumshoe_domain::{GraphArn, GraphState, Investigation, InvestigationId, Timestamp};
use gumshoe_messages::{InvestigationWaits, QueueName};
use gumshoe_runtime::{chain, job};
use gumshoe_store::{Access, Store};
use serde_json::{Value, json};

use crate::changes;

const ACCESS: &[Access] = &[
    Access::ReadTable,
    Access::WriteTable,
    Access::SendToInvestigations,
    Access::SendToNotices,
];

/// The function.
pub static TRIGGER: Trigger = Trigger {
    name: "settle-investigations",
    started_by: StartedBy::Schedule(Duration::from_secs(3_600)),
    access: ACCESS,
    open: |services| {
        Ok(job::open(
            services,
            "settle-investigations",
            |services, now| Box::pin(async move { settle(&services, now).await }),
        ))
    },
};

type Failure = Box<dyn Error + Send + Sync>;

/// What was done.
#[derive(Debug, Default)]
struct Done {
    sent_again: u64,
    timed_out: u64,
    removed: u64,
}

async fn settle(services: &Services, now: Timestamp) -> Result<Value, Failure> {
    let store = services.store(ACCESS);
    let mut done = Done::default();
    let mut failure = None;
    for graph in store.every_graph().await? {
        if graph.state != GraphState::Active {
            continue;
        }
        // What is wrong in one graph must not keep the investigations of the others running.
        if let Err(error) = settle_graph(services, &store, &graph.arn, now, &mut done).await {
            tracing::error!(graph.arn = %graph.arn, error.cause = %chain(&*error), "investigations not settled");
            failure = Some(error);
        }
    }
    let Done {
        sent_again,
        timed_out,
        removed,
    } = done;
    tracing::info!(
        investigations.sent_again = sent_again,
        investigations.timed_out = timed_out,
        investigations.removed = removed,
        "investigations settled"
    );
    match failure {
        None => Ok(json!({ "sentAgain": sent_again, "timedOut": timed_out, "removed": removed })),
        Some(error) => Err(error),
    }
}

async fn settle_graph(
    services: &Services,
    store: &Store,
    graph: &GraphArn,
    now: Timestamp,
    done: &mut Done,
) -> Result<(), Failure> {
    let every =
        InvestigationId::first_of(Timestamp::MIN)..=InvestigationId::last_of(Timestamp::MAX);
    let mut lost = Vec::new();
    for investigation in store.investigations(graph.id(), every).await? {
        match investigation.overdue(now) {
            None => {}
            Some(Overdue::Message) => lost.push(InvestigationWaits {
                graph: graph.to_string(),
                investigation: investigation.id.to_string(),
            }),
            Some(Overdue::End) => {
                done.timed_out +=
                    u64::from(time_out(services, store, graph, &investigation, now).await?);
            }
            Some(Overdue::Removal) => {
                let removed = store
                    .remove_investigation(graph.id(), &investigation)
                    .await?;
                done.removed += u64::from(removed);
            }
        }
    }
    services
        .outbox(ACCESS)
        .send(QueueName::Investigations, &lost)
        .await?;
    done.sent_again += u64::try_from(lost.len()).unwrap_or(u64::MAX);
    store.remove_indicators(graph.id()).await?;
    Ok(())
}

async fn time_out(
    services: &Services,
    store: &Store,
    graph: &GraphArn,
    investigation: &Investigation,
    now: Timestamp,
) -> Result<bool, Failure> {
    let reason = FailureReason::TimedOut;
    let is_failed = store
        .fail_investigation(graph.id(), investigation.id, reason)
        .await?;
    if let Some(failed) = store.investigation(graph.id(), investigation.id).await?
        && is_failed
    {
        let notice = changes::finished(graph, &failed, now);
        services
            .outbox(ACCESS)
            .send(QueueName::Notices, &[notice])
            .await?;
    }
    Ok(is_failed)
}
