//! `DeleteGraph`: the administrator gives up a behavior graph and all of its data.
//!
//! <https://docs.aws.amazon.com/detective/latest/APIReference/API_DeleteGraph.html>

use gumshoe_api::field::GraphRequest;
use gumshoe_api::{ApiError, Context, Entry, Method, Operation, Route};
use gumshoe_domain::GraphArn;
use gumshoe_store::{Access, StoreError};

/// The operation.
pub static ENTRY: Entry = Entry::of::<DeleteGraph>();

enum DeleteGraph {}

impl Operation for DeleteGraph {
    const NAME: &'static str = "DeleteGraph";
    const ROUTE: Route = Route {
        method: Method::Post,
        path: "/graph/removal",
    };
    const ACCESS: &'static [Access] = &[Access::ReadTable, Access::WriteTable];
    type Request = GraphRequest;
    type Command = GraphArn;
    type Response = ();

    /// Closes the graph at once; the job `delete-graph-data` removes what it held.
    async fn run(cx: &Context<'_>, graph: GraphArn) -> Result<(), ApiError> {
        let graph = cx.own_graph(&graph).await?;
        match cx.store.close_graph(&graph.arn).await {
            Ok(()) => Ok(()),
            Err(StoreError::Conflict) => Err(ApiError::graph_not_found()),
            Err(error) => Err(error.into()),
        }
    }
}
