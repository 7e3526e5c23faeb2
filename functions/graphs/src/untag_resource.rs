//! `UntagResource`: a graph loses tags, as far as it has them.
//!
//! <https://docs.aws.amazon.com/detective/latest/APIReference/API_UntagResource.html>

use gumshoe_api::{
    ApiError, Context, Entry, Invalid, Method, Operation, Route, Sent, StatusCode, field,
};
use gumshoe_domain::{GraphArn, TagKeys, Tags};
use gumshoe_store::Access;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::tagging;

/// The operation.
pub static ENTRY: Entry = Entry::of::<UntagResource>();

enum UntagResource {}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    resource_arn: Option<String>,
    tag_keys: Option<Vec<String>>,
}

struct Command {
    graph: GraphArn,
    keys: TagKeys,
}

impl TryFrom<Request> for Command {
    type Error = Invalid;

    fn try_from(sent: Request) -> Result<Self, Invalid> {
        let keys = TagKeys::new(field::required("TagKeys", sent.tag_keys)?);
        Ok(Self {
            graph: tagging::resource(sent.resource_arn)?,
            keys: keys.map_err(|error| tagging::invalid("TagKeys", &error))?,
        })
    }
}

impl Operation for UntagResource {
    const NAME: &'static str = "UntagResource";
    const ROUTE: Route = Route {
        method: Method::Delete,
        path: "/tags/{ResourceArn}",
    };
    const ACCESS: &'static [Access] = &[Access::ReadTable, Access::WriteTable];
    const SUCCESS: StatusCode = StatusCode::NO_CONTENT;
    type Request = Request;
    type Command = Command;
    type Response = ();

    /// The keys are in the query string: `tagKeys=a&tagKeys=b`.
    fn members(sent: Sent<'_>) -> Result<Map<String, Value>, ApiError> {
        let mut members = tagging::members(sent)?;
        if let Some(keys) = sent.query.get("tagKeys") {
            members.insert("TagKeys".to_owned(), keys.clone().into());
        }
        Ok(members)
    }

    async fn run(cx: &Context<'_>, command: Command) -> Result<(), ApiError> {
        let without = |tags: &Tags| Ok(tags.without(&command.keys));
        tagging::change(cx, &command.graph, without).await
    }
}
