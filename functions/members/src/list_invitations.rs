//! `ListInvitations`: the graphs that invited the caller's account or that it is a member of.
//!
//! <https://docs.aws.amazon.com/detective/latest/APIReference/API_ListInvitations.html>

use gumshoe_api::{ApiError, Context, Entry, Invalid, Method, Operation, PageToken, Route, field};
use gumshoe_domain::GraphArn;
use gumshoe_store::Access;
use serde::{Deserialize, Serialize};

use crate::shapes::MemberDetail;

/// The operation.
pub static ENTRY: Entry = Entry::of::<ListInvitations>();

enum ListInvitations {}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    next_token: Option<String>,
    max_results: Option<i64>,
}

struct Command {
    next_token: Option<String>,
    max_results: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    invitations: Vec<MemberDetail>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

impl TryFrom<Request> for Command {
    type Error = Invalid;

    fn try_from(sent: Request) -> Result<Self, Invalid> {
        Ok(Self {
            next_token: field::next_token(sent.next_token)?,
            max_results: field::max_results(sent.max_results)?,
        })
    }
}

impl Operation for ListInvitations {
    const NAME: &'static str = "ListInvitations";
    const ROUTE: Route = Route {
        method: Method::Post,
        path: "/invitations/list",
    };
    const ACCESS: &'static [Access] = &[Access::ReadTable];
    type Request = Request;
    type Command = Command;
    type Response = Response;

    /// One query of the account's own partition and one look at the graphs of the page. A page with
    /// graphs that are being deleted is shorter by these.
    async fn run(cx: &Context<'_>, command: Command) -> Result<Response, ApiError> {
        let tokens = PageToken::new(cx, "");
        let after = tokens.open_text(command.next_token.as_deref()).await?;
        let page = cx
            .store
            .invitations_page(cx.caller.account, after, command.max_results)
            .await?;
        let next_token = match page.next {
            Some(last) => Some(tokens.seal_text(&last.to_string()).await?),
            None => None,
        };
        let arns: Vec<GraphArn> = page.members.iter().map(|it| it.graph.clone()).collect();
        let graphs = cx.store.active_graphs(&arns).await?;
        let invitations = page.members.iter().filter_map(|member| {
            let graph = graphs.get(&member.graph)?;
            Some(MemberDetail::of(member, graph, &cx.settings.quotas))
        });
        Ok(Response {
            invitations: invitations.collect(),
            next_token,
        })
    }
}
