//! `update-volumes`: tells each membership how much its account gives, and stops the ingest of graphs
//! that are given far too much. It also tells others of trails that deliver the same events.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::time::Duration;

use gumshoe_api::{Outbox, Services, StartedBy, Trigger};
use gumshoe_domain::membership::Volume;
use gumshoe_domain::quota::Quotas;
use gumshoe_domain::{
    AccountId, Graph, GraphState, IngestState, Membership, Suspension, Timestamp,
};
use gumshoe_messages::{Notice, QueueName, StateChange};
use gumshoe_runtime::job;
use gumshoe_store::members::{MemberChange, MembersChanged};
use gumshoe_store::{Access, BytesPerDay, Store, StoreError};
use serde_json::{Value, json};

use crate::warnings;

const ACCESS: &[Access] = &[Access::ReadTable, Access::WriteTable, Access::SendToNotices];

const NAME: &str = "update-volumes";

/// After how many seconds a volume that stayed the same is written again, so that it is seen to be
/// of today.
const OLD_SECONDS: i64 = 86_400;

/// The function.
pub static TRIGGER: Trigger = Trigger {
    name: NAME,
    started_by: StartedBy::Schedule(Duration::from_secs(3_600)),
    access: ACCESS,
    open: |services| {
        Ok(job::open(services, NAME, |services, now| {
            Box::pin(async move { Ok(update(&services, now).await?) })
        }))
    },
};

/// Goes through all graphs; one that fails does not keep the others from their turn.
async fn update(services: &Services, now: Timestamp) -> Result<Value, StoreError> {
    let (store, outbox) = (services.store(ACCESS), services.outbox(ACCESS));
    let quotas = services.settings.quotas;
    let (mut members, mut suspended, mut failed) = (0, 0, None);
    for graph in store.every_graph().await? {
        if graph.state != GraphState::Active {
            continue;
        }
        let limit = quotas.suspended_bytes_per_day;
        let suspension = suspend(&store, &graph, limit, now).await;
        if matches!(suspension, Ok(true)) {
            suspended += 1;
            // Before anything can fail: the next run finds the graph suspended and tells nobody.
            tell(&outbox, &graph, now).await;
        }
        match update_members(&store, &graph, &quotas, now).await {
            Ok(updated) => members += updated,
            Err(error) => failed = Some(not_updated(&graph, error)),
        }
        let told = warnings::tell(&store, &outbox, &graph, now).await;
        for error in [suspension.err(), told.err()].into_iter().flatten() {
            failed = Some(not_updated(&graph, error));
        }
    }
    if let Some(error) = failed {
        return Err(error);
    }
    tracing::info!(
        members.updated = members,
        graphs.suspended = suspended,
        "volumes updated"
    );
    Ok(json!({ "members": members, "suspended": suspended }))
}

fn not_updated(graph: &Graph, error: StoreError) -> StoreError {
    tracing::error!(graph.arn = %graph.arn, error.cause = ?error, "volumes not updated");
    error
}

/// Tells others of each package that runs and takes in nothing any more. What cannot be told is in
/// the log, and `GetIngestStatus` has it.
async fn tell(outbox: &Outbox, graph: &Graph, now: Timestamp) {
    let running = graph
        .packages
        .iter()
        .filter(|(_, history)| history.state == IngestState::Started);
    let notices: Vec<Notice> = running
        .map(|(package, history)| {
            let reason = "The graph takes in too much a day. An operator must lift the suspension.";
            let to = IngestState::Stopped;
            let from = Some(&history.state as &dyn Display);
            StateChange::ingest(&graph.arn, &package, from, &to, reason, now)
        })
        .map(Notice::Event)
        .collect();
    if let Err(error) = outbox.send(QueueName::Notices, &notices).await {
        tracing::warn!(graph.arn = %graph.arn, error.cause = ?error, "suspension not told");
    }
}

/// Suspends the graph's ingest when it took in more than `limit` bytes yesterday or today. A day that
/// had begun when the operator lifted a suspension does not count: the operator knew of it.
async fn suspend(
    store: &Store,
    graph: &Graph,
    limit: u64,
    now: Timestamp,
) -> Result<bool, StoreError> {
    if graph.suspension.is_some_and(Suspension::lasts) {
        return Ok(false);
    }
    let lifted = graph.suspension.and_then(|suspension| suspension.lifted);
    let today = now.hour().day();
    for day in [today, today.plus(-1)] {
        if lifted.is_some_and(|lifted| day.first_hour().start() <= lifted) {
            continue;
        }
        let volumes = store.volumes_of_day(graph.arn.id(), day).await?;
        let bytes: u64 = volumes.values().flat_map(BTreeMap::values).sum();
        if bytes > limit {
            return match store.suspend_ingest(&graph.arn, now).await {
                Ok(()) => {
                    tracing::error!(graph.arn = %graph.arn, day = %day, bytes, bytes.limit = limit, "ingest suspended");
                    Ok(true)
                }
                // It is suspended or deleted already.
                Err(StoreError::Conflict) => Ok(false),
                Err(error) => Err(error),
            };
        }
    }
    Ok(false)
}

/// Writes the volumes that changed into the memberships; says of how many.
async fn update_members(
    store: &Store,
    graph: &Graph,
    quotas: &Quotas,
    now: Timestamp,
) -> Result<usize, StoreError> {
    let volumes = store.volumes(graph.arn.id(), now).await?;
    let members = store.every_member(graph.arn.id()).await?;
    let changes: Vec<MemberChange> = members
        .into_iter()
        .filter_map(|member| changed(member, &volumes, now))
        .collect();
    let mut updated = 0;
    for chunk in changes.chunks(MemberChange::MOST) {
        let mut chunk = chunk.to_vec();
        while !chunk.is_empty() {
            match store
                .change_members(&graph.arn, &chunk, quotas.members)
                .await?
            {
                MembersChanged::Done => {
                    updated += chunk.len();
                    break;
                }
                // Nothing is added, so there is room; and a graph that is gone needs no volumes.
                MembersChanged::GraphGone | MembersChanged::NoRoom => return Ok(updated),
                // What is new of them is known, and their volumes follow in an hour.
                MembersChanged::Overtaken(positions) => {
                    let mut at = 0;
                    chunk.retain(|_| {
                        at += 1;
                        !positions.contains(&(at - 1))
                    });
                }
            }
        }
    }
    Ok(updated)
}

/// What becomes of a membership, if it is enabled and its volumes are not as they were.
fn changed(
    before: Membership,
    volumes: &BTreeMap<AccountId, BytesPerDay>,
    now: Timestamp,
) -> Option<MemberChange> {
    if !before.life.is_enabled() {
        return None;
    }
    // A package that gives nothing any more gives 0 bytes.
    let mut found: BytesPerDay = before.volumes.keys().map(|package| (*package, 0)).collect();
    found.extend(volumes.get(&before.account).into_iter().flatten());
    let is_current = before.volumes.len() == found.len()
        && before.volumes.iter().all(|(package, volume)| {
            found.get(package) == Some(&volume.bytes_per_day)
                && volume.updated.plus_seconds(OLD_SECONDS) > now
        });
    if is_current {
        return None;
    }
    let mut after = before.clone();
    after.volumes = found
        .into_iter()
        .map(|(package, bytes_per_day)| {
            let volume = Volume {
                bytes_per_day,
                updated: now,
            };
            (package, volume)
        })
        .collect();
    Some(MemberChange::Changed(before, after))
}
