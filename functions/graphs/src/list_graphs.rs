//! `ListGraphs`: the behavior graph that the caller administers, if any.
//!
//! <https://docs.aws.amazon.com/detective/latest/APIReference/API_ListGraphs.html>

use gumshoe_api::{ApiError, Context, Entry, Invalid, Method, Operation, PageToken, Route, field};
use gumshoe_domain::GraphState;
use gumshoe_store::Access;
use serde::{Deserialize, Serialize};

/// The operation.
pub static ENTRY: Entry = Entry::of::<ListGraphs>();

enum ListGraphs {}

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
    graph_list: Vec<GraphListItem>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct GraphListItem {
    arn: String,
    created_time: String,
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

impl Operation for ListGraphs {
    const NAME: &'static str = "ListGraphs";
    const ROUTE: Route = Route {
        method: Method::Post,
        path: "/graphs/list",
    };
    const ACCESS: &'static [Access] = &[Access::ReadTable];
    type Request = Request;
    type Command = Command;
    type Response = Response;

    /// An account administers at most one graph in a Region, so there is one page and never a token;
    /// any token sent is therefore forged.
    async fn run(cx: &Context<'_>, command: Command) -> Result<Response, ApiError> {
        let own = cx.store.graph_of(cx.caller.account).await?;
        if let Some(token) = &command.next_token {
            PageToken::new(cx, "").open(Some(token)).await?;
        }
        let active = own
            .into_iter()
            .filter(|graph| graph.state == GraphState::Active);
        let graph_list = active
            .map(|graph| GraphListItem {
                arn: graph.arn.to_string(),
                created_time: graph.created.to_string(),
            })
            .collect();
        Ok(Response { graph_list })
    }
}
