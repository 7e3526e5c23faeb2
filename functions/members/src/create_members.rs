//! `CreateMembers`: the administrator invites accounts; those of its organization need no invitation.
//!
//! <https://docs.aws.amazon.com/detective/latest/APIReference/API_CreateMembers.html>

mod plan;

use std::collections::VecDeque;

use gumshoe_api::{ApiError, Context, Entry, Invalid, Method, Operation, Route, field};
use gumshoe_domain::membership::{EmailAddress, InvitationMessage};
use gumshoe_domain::{AccountId, Graph, GraphArn, Membership};
use gumshoe_store::{Access, MemberChange, MembersChanged};
use serde::{Deserialize, Serialize};

use crate::create_members::plan::Plan;
use crate::news;
use crate::shapes::{MemberDetail, UnprocessedAccount};

/// The operation.
pub static ENTRY: Entry = Entry::of::<CreateMembers>();

/// Why nothing is done about an account that is invited or a member already.
const ALREADY_A_MEMBER: &str = "Account is already a member";
/// Why nothing is done about an account when the last places were taken meanwhile.
const NO_PLACE: &str = "The behavior graph has as many members as it may have";

enum CreateMembers {}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    graph_arn: Option<String>,
    message: Option<String>,
    disable_email_notification: Option<bool>,
    accounts: Option<Vec<SentAccount>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct SentAccount {
    account_id: Option<String>,
    email_address: Option<String>,
}

struct Command {
    graph: GraphArn,
    message: Option<InvitationMessage>,
    by_email: bool,
    accounts: Vec<NamedAccount>,
}

/// An account of the request. One of the organization needs no address, so whether it is missing is
/// seen later.
struct NamedAccount {
    id: AccountId,
    email: Option<EmailAddress>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    members: Vec<MemberDetail>,
    unprocessed_accounts: Vec<UnprocessedAccount>,
}

impl TryFrom<Request> for Command {
    type Error = Invalid;

    fn try_from(sent: Request) -> Result<Self, Invalid> {
        let accounts = field::required("Accounts", sent.accounts)?;
        Ok(Self {
            graph: field::graph_arn(sent.graph_arn)?,
            message: sent
                .message
                .map(|text| field::parsed("Message", &text))
                .transpose()?,
            by_email: !sent.disable_email_notification.unwrap_or(false),
            accounts: accounts
                .into_iter()
                .map(NamedAccount::try_from)
                .collect::<Result<_, _>>()?,
        })
    }
}

impl TryFrom<SentAccount> for NamedAccount {
    type Error = Invalid;

    fn try_from(sent: SentAccount) -> Result<Self, Invalid> {
        let id = field::required("Accounts", sent.account_id)?;
        let email = sent.email_address;
        Ok(Self {
            id: field::parsed("Accounts", &id)?,
            email: email
                .map(|text| field::parsed("Accounts", &text))
                .transpose()?,
        })
    }
}

impl Operation for CreateMembers {
    const NAME: &'static str = "CreateMembers";
    const ROUTE: Route = Route {
        method: Method::Post,
        path: "/graph/members",
    };
    const ACCESS: &'static [Access] = &[
        Access::ReadTable,
        Access::WriteTable,
        Access::SendToMembers,
        Access::ReadOrganization,
    ];
    type Request = Request;
    type Command = Command;
    type Response = Response;

    /// What an account is said to be is verified afterwards, by `update-members`.
    async fn run(cx: &Context<'_>, command: Command) -> Result<Response, ApiError> {
        let graph = cx.own_graph(&command.graph).await?;
        check_volume(cx, &graph).await?;
        let plan = Plan::of(cx, &graph, command).await?;
        check_places(cx, &graph, &plan).await?;
        let saved = save(cx, &graph, plan).await?;

        let accounts: Vec<AccountId> = saved.members.iter().map(|it| it.account).collect();
        news::wake(&cx.outbox, &graph.arn, &accounts).await;
        Ok(Response {
            members: saved
                .members
                .iter()
                .map(|member| MemberDetail::of(member, &graph, &cx.settings.quotas))
                .collect(),
            unprocessed_accounts: saved.unprocessed,
        })
    }
}

/// A graph above its limit takes no further member: User Guide, "Amazon Detective Regions and quotas".
async fn check_volume(cx: &Context<'_>, graph: &Graph) -> Result<(), ApiError> {
    let limit = cx.settings.quotas.bytes_per_day;
    let above = cx.store.bytes_per_day_above(&graph.arn, limit, cx.now);
    match above.await? {
        None => Ok(()),
        Some(_) => Err(ApiError::volume_exceeded(format!(
            "The behavior graph takes in more than {limit} bytes a day. Remove members, then try again."
        ))),
    }
}

/// All or nothing: a request for more members than there are places makes none.
async fn check_places(cx: &Context<'_>, graph: &Graph, plan: &Plan) -> Result<(), ApiError> {
    let limit = cx.settings.quotas.members;
    let members = cx.store.member_count(graph.arn.id()).await?;
    let new = plan.changes.iter();
    let new = new.filter(|change| matches!(change, MemberChange::Created(_)));
    let new = u32::try_from(new.count()).unwrap_or(u32::MAX);
    if new == 0 || members.saturating_add(new) <= limit {
        Ok(())
    } else {
        Err(too_many(limit))
    }
}

fn too_many(limit: u32) -> ApiError {
    ApiError::ServiceQuotaExceeded {
        message: format!(
            "The behavior graph would have more than {limit} members. Remove members, or name fewer accounts."
        ),
        resources: vec!["members".to_owned()],
    }
}

/// What became of a plan.
#[derive(Default)]
struct Saved {
    members: Vec<Membership>,
    unprocessed: Vec<UnprocessedAccount>,
}

/// Saves the plan, as many changes together as can be. Accounts about which somebody else decided
/// meanwhile are left out, and the others are tried again.
async fn save(cx: &Context<'_>, graph: &Graph, plan: Plan) -> Result<Saved, ApiError> {
    let most = cx.settings.quotas.members;
    let mut saved = Saved {
        unprocessed: plan.unprocessed,
        ..Saved::default()
    };
    let chunks = plan.changes.chunks(MemberChange::MOST);
    let mut chunks: VecDeque<Vec<MemberChange>> = chunks.map(<[_]>::to_vec).collect();
    while let Some(chunk) = chunks.pop_front() {
        let changed = cx.store.change_members(&graph.arn, &chunk, most).await?;
        match changed {
            MembersChanged::Done => {
                for (before, after) in chunk.into_iter().filter_map(sides) {
                    news::tell(cx, before.as_ref(), Some(&after));
                    saved.members.push(after);
                }
            }
            MembersChanged::Overtaken(positions) => {
                let mut rest = Vec::new();
                for (at, change) in chunk.into_iter().enumerate() {
                    if positions.contains(&at) {
                        saved.leave_out(&change, ALREADY_A_MEMBER);
                    } else {
                        rest.push(change);
                    }
                }
                chunks.push_front(rest);
            }
            MembersChanged::NoRoom if saved.members.is_empty() => return Err(too_many(most)),
            MembersChanged::NoRoom => {
                let rest = chunk.iter().chain(chunks.iter().flatten());
                rest.for_each(|change| saved.leave_out(change, NO_PLACE));
                break;
            }
            MembersChanged::GraphGone => return Err(ApiError::graph_not_found()),
        }
    }
    Ok(saved)
}

impl Saved {
    fn leave_out(&mut self, change: &MemberChange, reason: &'static str) {
        if let Some((_, after)) = sides(change.clone()) {
            let account = UnprocessedAccount::new(after.account, reason);
            self.unprocessed.push(account);
        }
    }
}

/// The membership before and after a change that leaves one.
fn sides(change: MemberChange) -> Option<(Option<Membership>, Membership)> {
    match change {
        MemberChange::Created(after) => Some((None, after)),
        MemberChange::Changed(before, after) => Some((Some(before), after)),
        MemberChange::Ended(_) => None,
    }
}
