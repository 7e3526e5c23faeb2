//! `CreateGraph`: an account becomes the administrator of a behavior graph.
//!
//! <https://docs.aws.amazon.com/detective/latest/APIReference/API_CreateGraph.html>

use std::collections::BTreeMap;

use gumshoe_api::{ApiError, Context, Entry, Invalid, Method, Operation, Route};
use gumshoe_domain::{Graph, GraphState, Tags};
use gumshoe_store::{Access, StoreError};
use serde::{Deserialize, Serialize};

use crate::tagging;

/// The operation.
pub static ENTRY: Entry = Entry::of::<CreateGraph>();

enum CreateGraph {}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    tags: Option<BTreeMap<String, String>>,
}

struct Command {
    tags: Tags,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    graph_arn: String,
}

impl Response {
    fn of(graph: &Graph) -> Self {
        Self {
            graph_arn: graph.arn.to_string(),
        }
    }
}

impl TryFrom<Request> for Command {
    type Error = Invalid;

    fn try_from(sent: Request) -> Result<Self, Invalid> {
        let tags = sent.tags.map(tagging::tags).transpose()?;
        Ok(Self {
            tags: tags.unwrap_or_default(),
        })
    }
}

impl Operation for CreateGraph {
    const NAME: &'static str = "CreateGraph";
    const ROUTE: Route = Route {
        method: Method::Post,
        path: "/graph",
    };
    const ACCESS: &'static [Access] = &[Access::ReadTable, Access::WriteTable];
    type Request = Request;
    type Command = Command;
    type Response = Response;

    /// A repeated call answers with the graph that is there: API Reference, `CreateGraph`.
    async fn run(cx: &Context<'_>, command: Command) -> Result<Response, ApiError> {
        let account = cx.caller.account;
        if let Some(graph) = cx.store.graph_of(account).await? {
            return existing(Some(&graph));
        }
        check_volume(cx).await?;
        let graph = cx.new_graph(account, command.tags)?;
        cx.store.ensure_page_token_key().await?;
        match cx.store.add_graph(&graph).await {
            Ok(()) => Ok(Response::of(&graph)),
            Err(StoreError::Conflict) => existing(cx.store.graph_of(account).await?.as_ref()),
            Err(error) => Err(error.into()),
        }
    }
}

/// An account that is known to give too much gets no graph: API Reference, `CreateGraph`. It is known
/// of an account that feeds another graph.
async fn check_volume(cx: &Context<'_>) -> Result<(), ApiError> {
    let account = cx.caller.account;
    let limit = cx.settings.quotas.bytes_per_day;
    for graph in cx.store.graphs_fed_by(account).await? {
        let volume = cx
            .store
            .account_bytes_per_day(graph.arn.id(), account, cx.now)
            .await?;
        let bytes: u64 = volume.values().sum();
        if bytes > limit {
            return Err(ApiError::volume_exceeded(format!(
                "The account's logs are {bytes} bytes a day, more than the {limit} that a behavior graph takes."
            )));
        }
    }
    Ok(())
}

/// The answer to an account that has a graph, or had one a moment ago.
fn existing(graph: Option<&Graph>) -> Result<Response, ApiError> {
    match graph {
        Some(graph) if graph.state == GraphState::Active => Ok(Response::of(graph)),
        // Being deleted, or deleted between the two looks.
        Some(_) | None => Err(ApiError::Conflict(
            "The account's previous behavior graph is still being deleted. Try again in a minute."
                .to_owned(),
        )),
    }
}
