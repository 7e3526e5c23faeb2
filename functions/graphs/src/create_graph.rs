//! `CreateGraph`: an account becomes the administrator of a behavior graph.
//!
//! <https://docs.aws.amazon.com/detective/latest/APIReference/API_CreateGraph.html>

use std::collections::BTreeMap;

use gumshoe_api::{ApiError, Context, Entry, Invalid, Method, Operation, Route};
use gumshoe_domain::{Graph, GraphArn, GraphState, Tags};
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
        let graph = Graph::new(new_arn(cx)?, command.tags, cx.now);
        check_volume(cx).await?;
        cx.store.ensure_page_token_key().await?;
        match cx.store.add_graph(&graph).await {
            Ok(()) => Ok(Response {
                graph_arn: graph.arn.to_string(),
            }),
            Err(StoreError::Conflict) => existing(cx).await,
            Err(error) => Err(error.into()),
        }
    }
}

fn new_arn(cx: &Context<'_>) -> Result<GraphArn, StoreError> {
    let id = gumshoe_store::graphs::random_id()?;
    Ok(GraphArn::new(&cx.settings.region, cx.caller.account, id))
}

/// An account that is known to give too much gets no graph: API Reference, `CreateGraph`. It is known
/// of an account that feeds another graph, and it does not matter to one that has its own already.
async fn check_volume(cx: &Context<'_>) -> Result<(), ApiError> {
    let account = cx.caller.account;
    let fed = cx.store.graphs_fed_by(account).await?;
    if fed.iter().any(|graph| graph.arn.account() == account) {
        return Ok(());
    }
    let limit = cx.settings.quotas.bytes_per_day;
    for graph in fed {
        let volume = cx
            .store
            .account_bytes_per_day(graph.arn.id(), account, cx.now)
            .await?;
        let bytes: u64 = volume.values().sum();
        if bytes > limit {
            return Err(ApiError::ServiceQuotaExceeded {
                message: format!(
                    "The account's logs are {bytes} bytes a day, more than the {limit} that a behavior graph takes."
                ),
                resources: vec!["bytes per day".to_owned()],
            });
        }
    }
    Ok(())
}

async fn existing(cx: &Context<'_>) -> Result<Response, ApiError> {
    match cx.store.graph_of(cx.caller.account).await? {
        Some(graph) if graph.state == GraphState::Active => Ok(Response {
            graph_arn: graph.arn.to_string(),
        }),
        // Being deleted, or deleted between the two looks.
        Some(_) | None => Err(ApiError::Conflict(
            "The account's previous behavior graph is still being deleted. Try again in a minute."
                .to_owned(),
        )),
    }
}
