//! What the three operations on tags share: how the graph is named, and how its tags change.

use std::collections::BTreeMap;

use gumshoe_api::operation::body_members;
use gumshoe_api::{ApiError, Context, Invalid, Sent, field};
use gumshoe_domain::{GraphArn, InvalidTags, Tags};
use gumshoe_store::StoreError;
use serde_json::{Map, Value};

/// How often a change is decided anew that somebody else's change came before. Each time one of those
/// who try succeeds.
const ATTEMPTS: usize = 50;

/// The members of a request that names the graph in its path.
pub(crate) fn members(sent: Sent<'_>) -> Result<Map<String, Value>, ApiError> {
    let mut members = body_members(sent.body)?;
    if let Some(arn) = sent.path.get("ResourceArn") {
        members.insert("ResourceArn".to_owned(), arn.clone().into());
    }
    Ok(members)
}

/// The member `ResourceArn`: a graph is all that can have tags.
pub(crate) fn resource(sent: Option<String>) -> Result<GraphArn, Invalid> {
    field::parsed("ResourceArn", &field::required("ResourceArn", sent)?)
}

/// The member `Tags`.
pub(crate) fn tags(sent: BTreeMap<String, String>) -> Result<Tags, Invalid> {
    Tags::new(sent).map_err(|error| invalid("Tags", &error))
}

pub(crate) fn invalid(member: &'static str, error: &InvalidTags) -> Invalid {
    Invalid::new(member, format!("is invalid: {error}"))
}

/// Gives the caller's graph the tags that `decide` makes of those that it has.
pub(crate) async fn change(
    cx: &Context<'_>,
    arn: &GraphArn,
    decide: impl Fn(&Tags) -> Result<Tags, Invalid> + Send,
) -> Result<(), ApiError> {
    for _ in 0..ATTEMPTS {
        let graph = cx.own_graph(arn).await?;
        let tags = decide(&graph.tags)?;
        match cx.store.replace_tags(&graph, &tags).await {
            Err(StoreError::Conflict) => {}
            ended => return Ok(ended?),
        }
    }
    Err(StoreError::Conflict.into())
}
