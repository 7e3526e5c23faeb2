//! `run-investigation`: makes the report of an investigation that waits.
//!
//! A message may come twice, and two of them at the same time: the first run to finish makes the
//! report, and what others wrote is never read.

use gumshoe_api::{SendError, Services, StartedBy, Trigger};
use gumshoe_domain::investigation::{FailureReason, NotAnInvestigationId, Progress, Status};
use gumshoe_domain::{
    GraphArn, GraphState, Investigation, InvestigationId, NotAGraphArn, Timestamp,
};
use gumshoe_messages::{InvestigationWaits, QueueName};
use gumshoe_runtime::{chain, worker};
use gumshoe_store::{Access, Store, StoreError};

use crate::case::{Case, CaseError};
use crate::{changes, indicators};

const ACCESS: &[Access] = &[
    Access::ReadTable,
    Access::WriteTable,
    Access::ReadSegments,
    Access::SendToNotices,
];

/// How often an investigation is tried. One more begins only when the last one was cut off.
const MOST_ATTEMPTS: u32 = 5;

/// The function.
pub static TRIGGER: Trigger = Trigger {
    name: "run-investigation",
    started_by: StartedBy::Messages(QueueName::Investigations),
    access: ACCESS,
    open: |services| {
        Ok(worker::open(
            services,
            "run-investigation",
            |services, message, now| {
                Box::pin(async move { Ok(run(&services, message, now).await?) })
            },
        ))
    },
};

#[derive(Debug, thiserror::Error)]
enum RunError {
    #[error("the message names no graph")]
    Graph(#[from] NotAGraphArn),
    #[error("the message names no investigation")]
    Id(#[from] NotAnInvestigationId),
    #[error("the store failed")]
    Store(#[from] StoreError),
    #[error("the case cannot be made")]
    Case(#[from] CaseError),
    #[error("the end of the investigation cannot be told")]
    Notice(#[from] SendError),
}

async fn run(
    services: &Services,
    message: InvestigationWaits,
    now: Timestamp,
) -> Result<(), RunError> {
    let graph: GraphArn = message.graph.parse()?;
    let id: InvestigationId = message.investigation.parse()?;
    let store = services.store(ACCESS);
    let found = store.graph_of(graph.account()).await?;
    let is_there = found.is_some_and(|it| it.arn == graph && it.state == GraphState::Active);
    if !is_there {
        return Ok(());
    }
    let Some(investigation) = store.begin_attempt(graph.id(), id, now).await? else {
        return Ok(());
    };
    if let Progress::Running { attempts, .. } = investigation.progress {
        attempt(&store, &graph, (&investigation, attempts), now).await?;
    }
    // Also when it was finished before: then the message came again, perhaps because the end was
    // never told.
    match store.investigation(graph.id(), id).await? {
        Some(done) if done.status() != Status::Running => {
            // A report may take minutes.
            let notice = changes::finished(&graph, &done, gumshoe_runtime::now());
            services
                .outbox(ACCESS)
                .send(QueueName::Notices, &[notice])
                .await?;
        }
        Some(_) | None => {}
    }
    Ok(())
}

async fn attempt(
    store: &Store,
    graph: &GraphArn,
    (investigation, attempts): (&Investigation, u32),
    now: Timestamp,
) -> Result<(), RunError> {
    let reported = if attempts > MOST_ATTEMPTS {
        None
    } else {
        match report(store, graph, investigation, now).await {
            Ok(reported) => Some(reported),
            Err(error) if attempts == MOST_ATTEMPTS => {
                tracing::error!(error.cause = %chain(&error), investigation.id = %investigation.id, "investigation given up");
                None
            }
            Err(error) => return Err(error),
        }
    };
    match reported {
        Some(is_first) => {
            tracing::info!(investigation.id = %investigation.id, investigation.reported = is_first, "investigation run");
        }
        None => {
            let reason = FailureReason::AttemptsFailed;
            store
                .fail_investigation(graph.id(), investigation.id, reason)
                .await?;
        }
    }
    Ok(())
}

/// Looks at the principal's activity and writes down what it finds; says whether that is the report.
async fn report(
    store: &Store,
    graph: &GraphArn,
    investigation: &Investigation,
    now: Timestamp,
) -> Result<bool, RunError> {
    let case = Case::read(store, graph.id(), investigation, now).await?;
    let found = indicators::find(&case);
    Ok(store.report(graph.id(), investigation.id, &found).await?)
}
