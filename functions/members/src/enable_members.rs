//! `enable-members`: enables members that wait for room in their graph, in the order in which they
//! were invited, and does again what was left undone.
//!
//! Amazon Detective User Guide, "Enabling a member account that is Not enabled".

use std::time::Duration;

use gumshoe_api::{Services, StartedBy, Trigger};
use gumshoe_domain::membership::{InvitationNotice, MemberStatus};
use gumshoe_domain::{GraphArn, GraphState, MemberEvent, Membership, Timestamp};
use gumshoe_runtime::job::{self, Failure};
use gumshoe_store::MembersChanged;
use serde_json::{Value, json};

use crate::load::Load;
use crate::settle::{ACCESS, Settler, Unsettled};

/// For how long a membership waits, in seconds, before it was left: some times as long as the queue
/// and `update-members` need for it, so that both seldom do the same.
const LEFT_SECONDS: i64 = 300;

/// The function.
pub static TRIGGER: Trigger = Trigger {
    name: "enable-members",
    started_by: StartedBy::Schedule(Duration::from_secs(3_600)),
    access: ACCESS,
    open: |services| {
        Ok(job::open(services, "enable-members", |services, now| {
            Box::pin(async move { enable(&services, now).await })
        }))
    },
};

/// What was done.
#[derive(Default)]
struct Done {
    settled: u64,
    enabled: u64,
    failed: u64,
}

/// Some memberships could not be settled; the log says which and why.
#[derive(Debug, thiserror::Error)]
#[error("{0} memberships or graphs are left for the next time")]
struct Left(u64);

async fn enable(services: &Services, now: Timestamp) -> Result<Value, Failure> {
    let settler = Settler::new(services, now)?;
    let mut done = Done::default();
    for graph in settler.store.every_graph().await? {
        if graph.state != GraphState::Active {
            continue;
        }
        if let Err(error) = enable_in(&settler, &graph.arn, &mut done).await {
            tracing::error!(graph.arn = %graph.arn, error.cause = ?error, "members not enabled");
            done.failed += 1;
        }
    }
    tracing::info!(
        members.settled = done.settled,
        members.enabled = done.enabled,
        "members enabled"
    );
    match done.failed {
        0 => Ok(json!({ "settled": done.settled, "enabled": done.enabled })),
        failed => Err(Left(failed).into()),
    }
}

async fn enable_in(
    settler: &Settler<'_>,
    graph: &GraphArn,
    done: &mut Done,
) -> Result<(), Unsettled> {
    let mut members = settler.store.every_member(graph.id()).await?;
    if settle_left(settler, graph, &members, done).await {
        members = settler.store.every_member(graph.id()).await?;
    }
    let mut waiting: Vec<&Membership> = members.iter().filter(|it| waits_for_room(it)).collect();
    if waiting.is_empty() {
        return Ok(());
    }
    waiting.sort_by_key(|member| member.order);
    let mut load = Load::of(&settler.store, graph, &members, settler.now).await?;
    for member in waiting {
        let event = load.room_for(member.account, settler.quotas);
        // Whoever changed a membership meanwhile decided about it.
        let changed = settler.apply(member.clone(), event).await?;
        if (changed, event) == (MembersChanged::Done, MemberEvent::CapacityFound) {
            load.add(member.account);
            done.enabled += 1;
        }
    }
    Ok(())
}

/// Does again what was left waiting; whether there was any. One that cannot be settled holds up no
/// other.
async fn settle_left(
    settler: &Settler<'_>,
    graph: &GraphArn,
    members: &[Membership],
    done: &mut Done,
) -> bool {
    let mut any = false;
    for member in members
        .iter()
        .filter(|member| was_left(member, settler.now))
    {
        any = true;
        match settler.settle(graph, member.account).await {
            Ok(()) => done.settled += 1,
            Err(error) => {
                tracing::error!(graph.arn = %graph, member.account = %member.account, error.cause = ?error, "membership not settled");
                done.failed += 1;
            }
        }
    }
    any
}

fn waits_for_room(member: &Membership) -> bool {
    matches!(member.life.status(), MemberStatus::AcceptedButDisabled(_))
}

fn was_left(member: &Membership, now: Timestamp) -> bool {
    let waits = match member.life.status() {
        MemberStatus::VerificationInProgress => true,
        MemberStatus::Invited => member.notice == InvitationNotice::Due,
        MemberStatus::VerificationFailed
        | MemberStatus::Enabled
        | MemberStatus::AcceptedButDisabled(_) => false,
    };
    waits && member.life.updated().plus_seconds(LEFT_SECONDS) <= now
}
