//! `GetFinding`: one finding with the entities in it and its provider's own record.

use std::collections::BTreeSet;

use gumshoe_activity::Finding;
use gumshoe_api::{ApiError, Context, Entry, Invalid, Method, Operation, Route, field};
use gumshoe_domain::GraphArn;
use gumshoe_store::Access;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::findings::{self, FindingDetail};

/// The operation.
pub static ENTRY: Entry = Entry::of::<GetFinding>();

enum GetFinding {}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    graph_arn: Option<String>,
    finding_id: Option<String>,
}

struct Command {
    graph: GraphArn,
    finding: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    finding: FindingDetail,
    /// As the provider wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    record: Option<Box<RawValue>>,
}

impl TryFrom<Request> for Command {
    type Error = Invalid;

    fn try_from(sent: Request) -> Result<Self, Invalid> {
        Ok(Self {
            graph: field::graph_arn(sent.graph_arn)?,
            finding: findings::id(sent.finding_id)?,
        })
    }
}

impl Operation for GetFinding {
    const NAME: &'static str = "GetFinding";
    const ROUTE: Route = Route {
        method: Method::Post,
        path: "/behavior/findings/get",
    };
    const ACCESS: &'static [Access] = &[Access::ReadTable];
    type Request = Request;
    type Command = Command;
    type Response = Response;

    async fn run(cx: &Context<'_>, command: Command) -> Result<Response, ApiError> {
        let graph = cx.own_graph(&command.graph).await?;
        let id = Finding::id_of(&command.finding);
        let found = cx.store.finding(graph.arn.id(), id, cx.now).await?;
        let kept = found.ok_or_else(findings::not_found)?;
        let key = BTreeSet::from([kept.key()]);
        let groups = cx.store.groups_of_findings(graph.arn.id(), &key).await?;
        let record = cx.store.finding_record(graph.arn.id(), id).await?;
        Ok(Response {
            finding: FindingDetail::of(&kept, groups.values().next().map(|it| it.id)),
            record: record
                .map(RawValue::from_string)
                .transpose()
                .map_err(ApiError::internal)?,
        })
    }
}
