//! `ListMembers`: the accounts that the administrator invited or enabled, whether they feed the graph
//! or not.
//!
//! <https://docs.aws.amazon.com/detective/latest/APIReference/API_ListMembers.html>

use gumshoe_api::{ApiError, Context, Entry, Invalid, Method, Operation, PageToken, Route, field};
use gumshoe_domain::GraphArn;
use gumshoe_store::Access;
use serde::{Deserialize, Serialize};

use crate::shapes::MemberDetail;

/// The operation.
pub static ENTRY: Entry = Entry::of::<ListMembers>();

enum ListMembers {}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    graph_arn: Option<String>,
    next_token: Option<String>,
    max_results: Option<i64>,
}

struct Command {
    graph: GraphArn,
    next_token: Option<String>,
    max_results: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    member_details: Vec<MemberDetail>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

impl TryFrom<Request> for Command {
    type Error = Invalid;

    fn try_from(sent: Request) -> Result<Self, Invalid> {
        Ok(Self {
            graph: field::graph_arn(sent.graph_arn)?,
            next_token: field::next_token(sent.next_token)?,
            max_results: field::max_results(sent.max_results)?,
        })
    }
}

impl Operation for ListMembers {
    const NAME: &'static str = "ListMembers";
    const ROUTE: Route = Route {
        method: Method::Post,
        path: "/graph/members/list",
    };
    const ACCESS: &'static [Access] = &[Access::ReadTable];
    type Request = Request;
    type Command = Command;
    type Response = Response;

    /// In the order of the accounts, so that no member is left out or told twice whatever happens
    /// between two pages.
    async fn run(cx: &Context<'_>, command: Command) -> Result<Response, ApiError> {
        let graph = cx.own_graph(&command.graph).await?;
        let arguments = graph.arn.to_string();
        let tokens = PageToken::new(cx, &arguments);
        let after = tokens.open_text(command.next_token.as_deref()).await?;
        let page = cx
            .store
            .members_page(graph.arn.id(), after, command.max_results)
            .await?;
        let next_token = match page.next {
            Some(last) => Some(tokens.seal_text(last.as_str()).await?),
            None => None,
        };
        let members = page.members.iter();
        Ok(Response {
            member_details: members
                .map(|member| MemberDetail::of(member, &graph, &cx.settings.quotas))
                .collect(),
            next_token,
        })
    }
}
