//! `BatchGetGraphMemberDatasources`: what a graph took in of its members, and when.
//!
//! <https://docs.aws.amazon.com/detective/latest/APIReference/API_BatchGetGraphMemberDatasources.html>

use std::collections::BTreeSet;

use gumshoe_api::{ApiError, Context, Entry, Invalid, Method, Operation, Route, field};
use gumshoe_domain::{AccountId, GraphArn};
use gumshoe_store::Access;
use serde::{Deserialize, Serialize};

use crate::history::MembershipDatasources;

/// The operation.
pub static ENTRY: Entry = Entry::of::<BatchGetGraphMemberDatasources>();

enum BatchGetGraphMemberDatasources {}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    graph_arn: Option<String>,
    account_ids: Option<Vec<String>>,
}

struct Command {
    graph: GraphArn,
    /// Each once, however often it was sent.
    accounts: BTreeSet<AccountId>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    member_datasources: Vec<MembershipDatasources>,
    unprocessed_accounts: Vec<UnprocessedAccount>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct UnprocessedAccount {
    account_id: String,
    reason: &'static str,
}

impl TryFrom<Request> for Command {
    type Error = Invalid;

    fn try_from(sent: Request) -> Result<Self, Invalid> {
        let accounts = field::required("AccountIds", sent.account_ids)?;
        let accounts = accounts
            .iter()
            .map(|account| field::parsed("AccountIds", account));
        Ok(Self {
            graph: field::graph_arn(sent.graph_arn)?,
            accounts: accounts.collect::<Result<_, _>>()?,
        })
    }
}

impl Operation for BatchGetGraphMemberDatasources {
    const NAME: &'static str = "BatchGetGraphMemberDatasources";
    const ROUTE: Route = Route {
        method: Method::Post,
        path: "/graph/datasources/get",
    };
    const ACCESS: &'static [Access] = &[Access::ReadTable];
    type Request = Request;
    type Command = Command;
    type Response = Response;

    /// The administrator feeds its graph as the members do, so it is answered for too.
    async fn run(cx: &Context<'_>, command: Command) -> Result<Response, ApiError> {
        let graph = cx.own_graph(&command.graph).await?;
        let accounts: Vec<AccountId> = command.accounts.into_iter().collect();
        let members = cx.store.members(graph.arn.id(), &accounts).await?;
        let (mut found, mut unprocessed) = (Vec::new(), Vec::new());
        for account in accounts {
            if account == graph.arn.account() {
                found.push(MembershipDatasources::of_administrator(&graph));
            } else if let Some(membership) = members.get(&account) {
                found.push(MembershipDatasources::of_member(&graph, membership));
            } else {
                unprocessed.push(UnprocessedAccount {
                    account_id: account.to_string(),
                    reason: "The account is not a member of the behavior graph.",
                });
            }
        }
        Ok(Response {
            member_datasources: found,
            unprocessed_accounts: unprocessed,
        })
    }
}
