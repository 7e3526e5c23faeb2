//! `GetMembers`: what the administrator wants to know of some members.
//!
//! <https://docs.aws.amazon.com/detective/latest/APIReference/API_GetMembers.html>

use gumshoe_api::{ApiError, Context, Entry, Invalid, Method, Operation, Route, field};
use gumshoe_domain::{AccountId, GraphArn};
use gumshoe_store::Access;
use serde::{Deserialize, Serialize};

use crate::shapes::{MemberDetail, NOT_A_MEMBER, UnprocessedAccount, account_ids};

/// The operation.
pub static ENTRY: Entry = Entry::of::<GetMembers>();

enum GetMembers {}

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
    member_details: Vec<MemberDetail>,
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

impl Operation for GetMembers {
    const NAME: &'static str = "GetMembers";
    const ROUTE: Route = Route {
        method: Method::Post,
        path: "/graph/members/get",
    };
    const ACCESS: &'static [Access] = &[Access::ReadTable];
    type Request = Request;
    type Command = Command;
    type Response = Response;

    /// Members in the order in which the request names them.
    async fn run(cx: &Context<'_>, command: Command) -> Result<Response, ApiError> {
        let graph = cx.own_graph(&command.graph).await?;
        let members = cx.store.members(graph.arn.id(), &command.accounts).await?;
        let mut response = Response {
            member_details: Vec::new(),
            unprocessed_accounts: Vec::new(),
        };
        for account in command.accounts {
            match members.get(&account) {
                Some(member) => {
                    let detail = MemberDetail::of(member, &graph, &cx.settings.quotas);
                    response.member_details.push(detail);
                }
                None => {
                    let account = UnprocessedAccount::new(account, NOT_A_MEMBER);
                    response.unprocessed_accounts.push(account);
                }
            }
        }
        Ok(response)
    }
}
