//! `ListOrganizationAdminAccounts`: the Detective administrator of the caller's organization.
//!
//! <https://docs.aws.amazon.com/detective/latest/APIReference/API_ListOrganizationAdminAccounts.html>

use gumshoe_api::{ApiError, Context, Entry, Invalid, Method, Operation, PageToken, Route, field};
use gumshoe_store::Access;
use serde::{Deserialize, Serialize};

use crate::callers::{designation_in, managed_organization};

/// The operation.
pub static ENTRY: Entry = Entry::of::<ListOrganizationAdminAccounts>();

enum ListOrganizationAdminAccounts {}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    next_token: Option<String>,
    max_results: Option<i64>,
}

struct Command {
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    administrators: Vec<Administrator>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Administrator {
    account_id: String,
    graph_arn: String,
    delegation_time: String,
}

impl TryFrom<Request> for Command {
    type Error = Invalid;

    fn try_from(sent: Request) -> Result<Self, Invalid> {
        field::max_results(sent.max_results)?;
        Ok(Self {
            next_token: field::next_token(sent.next_token)?,
        })
    }
}

impl Operation for ListOrganizationAdminAccounts {
    const NAME: &'static str = "ListOrganizationAdminAccounts";
    const ROUTE: Route = Route {
        method: Method::Post,
        path: "/orgs/adminAccountslist",
    };
    const ACCESS: &'static [Access] = &[Access::ReadTable, Access::ReadOrganization];
    type Request = Request;
    type Command = Command;
    type Response = Response;

    /// An organization has at most one administrator in a Region, so there is one page and never a
    /// token; any token sent is therefore forged.
    async fn run(cx: &Context<'_>, command: Command) -> Result<Response, ApiError> {
        let organization = managed_organization(cx).await?;
        if let Some(token) = &command.next_token {
            PageToken::new(cx, "").open(Some(token)).await?;
        }
        let designated = designation_in(cx, &organization).await?;
        let administrators = designated
            .into_iter()
            .map(|it| Administrator {
                account_id: it.administrator().to_string(),
                graph_arn: it.graph.to_string(),
                delegation_time: it.since.to_string(),
            })
            .collect();
        Ok(Response { administrators })
    }
}
