//! `TagResource`: a graph gets tags, in the place of those with the same keys.
//!
//! <https://docs.aws.amazon.com/detective/latest/APIReference/API_TagResource.html>

use std::collections::BTreeMap;

use gumshoe_api::{
    ApiError, Context, Entry, Invalid, Method, Operation, Route, Sent, StatusCode, field,
};
use gumshoe_domain::{GraphArn, Tags};
use gumshoe_store::Access;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::tagging;

/// The operation.
pub static ENTRY: Entry = Entry::of::<TagResource>();

enum TagResource {}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    resource_arn: Option<String>,
    tags: Option<BTreeMap<String, String>>,
}

struct Command {
    graph: GraphArn,
    tags: Tags,
}

impl TryFrom<Request> for Command {
    type Error = Invalid;

    fn try_from(sent: Request) -> Result<Self, Invalid> {
        Ok(Self {
            graph: tagging::resource(sent.resource_arn)?,
            tags: tagging::tags(field::required("Tags", sent.tags)?)?,
        })
    }
}

impl Operation for TagResource {
    const NAME: &'static str = "TagResource";
    const ROUTE: Route = Route {
        method: Method::Post,
        path: "/tags/{ResourceArn}",
    };
    const ACCESS: &'static [Access] = &[Access::ReadTable, Access::WriteTable];
    const SUCCESS: StatusCode = StatusCode::NO_CONTENT;
    type Request = Request;
    type Command = Command;
    type Response = ();

    fn members(sent: Sent<'_>) -> Result<Map<String, Value>, ApiError> {
        tagging::members(sent)
    }

    async fn run(cx: &Context<'_>, command: Command) -> Result<(), ApiError> {
        let with = |tags: &Tags| {
            tags.with(&command.tags)
                .map_err(|error| tagging::invalid("Tags", &error))
        };
        tagging::change(cx, &command.graph, with).await
    }
}
