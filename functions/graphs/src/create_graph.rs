//! `CreateGraph`: an account becomes the administrator of a behavior graph.
//!
//! <https://docs.aws.amazon.com/detective/latest/APIReference/API_CreateGraph.html>

use std::collections::BTreeMap;

use gumshoe_api::{ApiError, Context, Entry, Invalid, Method, Operation, Route};
use gumshoe_domain::{Graph, GraphArn, GraphId, GraphState, Tags};
use gumshoe_store::{Access, StoreError};
use serde::{Deserialize, Serialize};

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
        let tags = sent.tags.map(Tags::new).transpose();
        Ok(Self {
            tags: tags
                .map_err(|error| Invalid::new("Tags", format!("is invalid: {error}")))?
                .unwrap_or_default(),
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
        let graph = Graph {
            arn: new_arn(cx)?,
            created: cx.now,
            state: GraphState::Active,
            tags: command.tags,
        };
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

fn new_arn(cx: &Context<'_>) -> Result<GraphArn, ApiError> {
    let mut bits = [0; 16];
    getrandom::fill(&mut bits).map_err(ApiError::internal)?;
    Ok(GraphArn::new(
        &cx.settings.region,
        cx.caller.account,
        GraphId::from_bits(u128::from_be_bytes(bits)),
    ))
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
