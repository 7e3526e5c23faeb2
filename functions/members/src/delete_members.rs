//! `DeleteMembers`: the administrator ends memberships. What the accounts gave the graph stays there.
//!
//! <https://docs.aws.amazon.com/detective/latest/APIReference/API_DeleteMembers.html>

use std::collections::BTreeSet;

use gumshoe_api::{ApiError, Context, Entry, Invalid, Method, Operation, Route, field};
use gumshoe_domain::{AccountId, Graph, GraphArn, MemberEvent, Membership};
use gumshoe_store::{Access, MemberChange, MembersChanged, StoreError};
use serde::{Deserialize, Serialize};

use crate::shapes::{NOT_A_MEMBER, UnprocessedAccount, account_ids};
use crate::{ATTEMPTS, news};

/// The operation.
pub static ENTRY: Entry = Entry::of::<DeleteMembers>();

enum DeleteMembers {}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    graph_arn: Option<String>,
    account_ids: Option<Vec<String>>,
}

struct Command {
    graph: GraphArn,
    accounts: Vec<AccountId>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    account_ids: Vec<String>,
    unprocessed_accounts: Vec<UnprocessedAccount>,
}

impl TryFrom<Request> for Command {
    type Error = Invalid;

    fn try_from(sent: Request) -> Result<Self, Invalid> {
        Ok(Self {
            graph: field::graph_arn(sent.graph_arn)?,
            accounts: account_ids(sent.account_ids)?,
        })
    }
}

impl Operation for DeleteMembers {
    const NAME: &'static str = "DeleteMembers";
    const ROUTE: Route = Route {
        method: Method::Post,
        path: "/graph/members/removal",
    };
    const ACCESS: &'static [Access] = &[Access::ReadTable, Access::WriteTable];
    type Request = Request;
    type Command = Command;
    type Response = Response;

    /// The administrator is no member of its graph, so it cannot remove itself.
    async fn run(cx: &Context<'_>, command: Command) -> Result<Response, ApiError> {
        let graph = cx.own_graph(&command.graph).await?;
        let mut removed = BTreeSet::new();
        for accounts in command.accounts.chunks(MemberChange::MOST) {
            removed.extend(remove(cx, &graph, accounts).await?);
        }
        let (gone, others): (Vec<AccountId>, Vec<AccountId>) = command
            .accounts
            .into_iter()
            .partition(|account| removed.contains(account));
        let others = others.into_iter();
        Ok(Response {
            account_ids: gone.iter().map(ToString::to_string).collect(),
            unprocessed_accounts: others
                .map(|account| UnprocessedAccount::new(account, reason(&graph, account)))
                .collect(),
        })
    }
}

fn reason(graph: &Graph, account: AccountId) -> &'static str {
    if account == graph.arn.account() {
        "Account is the administrator of the behavior graph; delete the graph instead"
    } else {
        NOT_A_MEMBER
    }
}

/// Ends the memberships that `accounts` have, all at once, whatever happens to them meanwhile. Says
/// which they were.
async fn remove(
    cx: &Context<'_>,
    graph: &Graph,
    accounts: &[AccountId],
) -> Result<Vec<AccountId>, ApiError> {
    for _ in 0..ATTEMPTS {
        let members: Vec<Membership> = cx
            .store
            .members(graph.arn.id(), accounts)
            .await?
            .into_values()
            .collect();
        let mut changes = Vec::with_capacity(members.len());
        for member in &members {
            let after = member
                .after(MemberEvent::Removed, cx.now)
                .map_err(|refused| ApiError::Conflict(refused.to_string()))?;
            changes.push(MemberChange::of(member.clone(), after));
        }
        let changed = cx
            .store
            .change_members(&graph.arn, &changes, cx.settings.quotas.members)
            .await?;
        match changed {
            MembersChanged::Done => {
                for member in &members {
                    news::tell(cx, Some(member), None);
                }
                return Ok(members.into_iter().map(|it| it.account).collect());
            }
            MembersChanged::GraphGone => return Err(ApiError::graph_not_found()),
            MembersChanged::Overtaken(_) | MembersChanged::NoRoom => {}
        }
    }
    Err(StoreError::Conflict.into())
}
