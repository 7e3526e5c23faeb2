//! `DeleteGraph`: the administrator gives up a behavior graph and all of its data.
//!
//! <https://docs.aws.amazon.com/detective/latest/APIReference/API_DeleteGraph.html>

use gumshoe_api::{ApiError, Context, Entry, Invalid, Method, Operation, Route, field};
use gumshoe_domain::GraphArn;
use gumshoe_store::{Access, StoreError};
use serde::Deserialize;

/// The operation.
pub static ENTRY: Entry = Entry::of::<DeleteGraph>();

enum DeleteGraph {}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    graph_arn: Option<String>,
}

struct Command {
    graph: GraphArn,
}

impl TryFrom<Request> for Command {
    type Error = Invalid;

    fn try_from(sent: Request) -> Result<Self, Invalid> {
        Ok(Self {
            graph: field::graph_arn(sent.graph_arn)?,
        })
    }
}

impl Operation for DeleteGraph {
    const NAME: &'static str = "DeleteGraph";
    const ROUTE: Route = Route {
        method: Method::Post,
        path: "/graph/removal",
    };
    const ACCESS: &'static [Access] = &[Access::ReadTable, Access::WriteTable];
    type Request = Request;
    type Command = Command;
    type Response = ();

    /// Closes the graph at once; the job `delete-graph-data` removes what it held.
    async fn run(cx: &Context<'_>, command: Command) -> Result<(), ApiError> {
        let graph = cx.own_graph(&command.graph).await?;
        match cx.store.close_graph(&graph.arn).await {
            Ok(()) => Ok(()),
            Err(StoreError::Conflict) => Err(ApiError::graph_not_found()),
            Err(error) => Err(error.into()),
        }
    }
}
