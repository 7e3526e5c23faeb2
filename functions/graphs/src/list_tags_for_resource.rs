//! `ListTagsForResource`: the tags of a graph.
//!
//! <https://docs.aws.amazon.com/detective/latest/APIReference/API_ListTagsForResource.html>

use std::collections::BTreeMap;

use gumshoe_api::{ApiError, Context, Entry, Invalid, Method, Operation, Route, Sent};
use gumshoe_domain::GraphArn;
use gumshoe_store::Access;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::tagging;

/// The operation.
pub static ENTRY: Entry = Entry::of::<ListTagsForResource>();

enum ListTagsForResource {}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    resource_arn: Option<String>,
}

struct Command {
    graph: GraphArn,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    tags: BTreeMap<String, String>,
}

impl TryFrom<Request> for Command {
    type Error = Invalid;

    fn try_from(sent: Request) -> Result<Self, Invalid> {
        Ok(Self {
            graph: tagging::resource(sent.resource_arn)?,
        })
    }
}

impl Operation for ListTagsForResource {
    const NAME: &'static str = "ListTagsForResource";
    const ROUTE: Route = Route {
        method: Method::Get,
        path: "/tags/{ResourceArn}",
    };
    const ACCESS: &'static [Access] = &[Access::ReadTable];
    type Request = Request;
    type Command = Command;
    type Response = Response;

    fn members(sent: Sent<'_>) -> Result<Map<String, Value>, ApiError> {
        tagging::members(sent)
    }

    async fn run(cx: &Context<'_>, command: Command) -> Result<Response, ApiError> {
        let graph = cx.own_graph(&command.graph).await?;
        Ok(Response {
            tags: graph.tags.pairs().clone(),
        })
    }
}
