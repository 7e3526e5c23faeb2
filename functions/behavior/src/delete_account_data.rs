//! `DeleteAccountData`: asks for the removal of what an account gave the graph.
//!
//! Amazon Detective keeps the data of a removed member until it is a year old; whoever must remove it
//! earlier, by law or by contract, asks here.

use gumshoe_api::{ApiError, Context, Entry, Invalid, Method, Operation, Route, field};
use gumshoe_domain::{AccountId, GraphArn};
use gumshoe_store::{Access, StoreError};
use serde::{Deserialize, Serialize};

/// The operation.
pub static ENTRY: Entry = Entry::of::<DeleteAccountData>();

enum DeleteAccountData {}

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

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    account_id: String,
    /// When it was asked for, the first time.
    requested_time: String,
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

impl Operation for DeleteAccountData {
    const NAME: &'static str = "DeleteAccountData";
    const ROUTE: Route = Route {
        method: Method::Post,
        path: "/behavior/accounts/delete",
    };
    const ACCESS: &'static [Access] = &[Access::ReadTable, Access::WriteTable];
    type Request = Request;
    type Command = Command;
    type Response = Response;

    async fn run(cx: &Context<'_>, command: Command) -> Result<Response, ApiError> {
        let graph = cx.own_graph(&command.graph).await?;
        let account = command.account;
        if account == graph.arn.account() {
            return Err(ApiError::Conflict(
                "The account administers the behavior graph. Delete the graph to remove its data."
                    .to_owned(),
            ));
        }
        let member = cx.store.member(graph.arn.id(), account).await?;
        if member.is_some_and(|it| it.life.is_enabled()) {
            return Err(ApiError::Conflict(
                "The account is an enabled member. Remove it with DeleteMembers first.".to_owned(),
            ));
        }
        let asked = cx.store.request_erasure(graph.arn.id(), account, cx.now);
        let erasure = asked.await.map_err(|error| match error {
            StoreError::Conflict => ApiError::graph_not_found(),
            error => error.into(),
        })?;
        Ok(Response {
            account_id: account.to_string(),
            requested_time: erasure.requested.to_string(),
        })
    }
}
