//! `StartMonitoringMember`: the administrator asks again for room for a member that is not enabled.
//!
//! <https://docs.aws.amazon.com/detective/latest/APIReference/API_StartMonitoringMember.html>

use gumshoe_api::{ApiError, Context, Entry, Invalid, Method, Operation, Route, field};
use gumshoe_domain::membership::{DisabledReason, MemberStatus};
use gumshoe_domain::{AccountId, Graph, GraphArn, MemberEvent, Membership};
use gumshoe_store::{Access, MemberChange, MembersChanged, StoreError};
use serde::Deserialize;

use crate::load::Load;
use crate::{ATTEMPTS, news};

/// The operation.
pub static ENTRY: Entry = Entry::of::<StartMonitoringMember>();

enum StartMonitoringMember {}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    graph_arn: Option<String>,
    account_id: Option<String>,
}

struct Command {
    graph: GraphArn,
    account: AccountId,
}

impl TryFrom<Request> for Command {
    type Error = Invalid;

    fn try_from(sent: Request) -> Result<Self, Invalid> {
        let account = field::required("AccountId", sent.account_id)?;
        Ok(Self {
            graph: field::graph_arn(sent.graph_arn)?,
            account: field::parsed("AccountId", &account)?,
        })
    }
}

impl Operation for StartMonitoringMember {
    const NAME: &'static str = "StartMonitoringMember";
    const ROUTE: Route = Route {
        method: Method::Post,
        path: "/graph/member/monitoringstate",
    };
    const ACCESS: &'static [Access] = &[Access::ReadTable, Access::WriteTable];
    type Request = Request;
    type Command = Command;
    type Response = ();

    /// Takes invited accounts and those of the organization: our choice, the API Reference speaks of
    /// both.
    async fn run(cx: &Context<'_>, command: Command) -> Result<(), ApiError> {
        let graph = cx.own_graph(&command.graph).await?;
        for _ in 0..ATTEMPTS {
            let member = waiting(cx, &graph, command.account).await?;
            let members = cx.store.every_member(graph.arn.id()).await?;
            let load = Load::of(&cx.store, &graph.arn, &members, cx.now).await?;
            let event = load.room_for(command.account, &cx.settings.quotas);
            match save(cx, &graph, &member, event).await? {
                MembersChanged::Done => return answer(event, cx.settings.quotas.bytes_per_day),
                MembersChanged::GraphGone => return Err(ApiError::graph_not_found()),
                MembersChanged::Overtaken(_) | MembersChanged::NoRoom => {}
            }
        }
        Err(StoreError::Conflict.into())
    }
}

/// The membership of `account`, which must wait for room.
async fn waiting(
    cx: &Context<'_>,
    graph: &Graph,
    account: AccountId,
) -> Result<Membership, ApiError> {
    let member = cx.store.member(graph.arn.id(), account).await?;
    let member = member.ok_or_else(|| {
        ApiError::ResourceNotFound("The account is not a member of the behavior graph.".to_owned())
    })?;
    match member.life.status() {
        MemberStatus::AcceptedButDisabled(_) => Ok(member),
        status @ (MemberStatus::VerificationInProgress
        | MemberStatus::VerificationFailed
        | MemberStatus::Invited
        | MemberStatus::Enabled) => Err(ApiError::Conflict(format!(
            "The member is {status}. It can be enabled only while it is ACCEPTED_BUT_DISABLED."
        ))),
    }
}

async fn save(
    cx: &Context<'_>,
    graph: &Graph,
    member: &Membership,
    event: MemberEvent,
) -> Result<MembersChanged, ApiError> {
    let after = member
        .after(event, cx.now)
        .map_err(|refused| ApiError::Conflict(refused.to_string()))?;
    let change = MemberChange::of(member.clone(), after.clone());
    let changed = cx
        .store
        .change_members(&graph.arn, &[change], cx.settings.quotas.members)
        .await?;
    if changed == MembersChanged::Done {
        news::tell(cx, Some(member), after.as_ref());
    }
    Ok(changed)
}

/// A member whose volume is not known yet goes on waiting for the hourly job.
fn answer(event: MemberEvent, limit: u64) -> Result<(), ApiError> {
    if event != MemberEvent::CapacityMissing(DisabledReason::VolumeTooHigh) {
        return Ok(());
    }
    Err(ApiError::volume_exceeded(format!(
        "With this member the behavior graph would take in more than {limit} bytes a day. Remove members, then try again."
    )))
}
