//! `GetInvestigation`: what is known of an investigation, but its indicators.
//!
//! <https://docs.aws.amazon.com/detective/latest/APIReference/API_GetInvestigation.html>

use gumshoe_api::{ApiError, Context, Entry, Invalid, Method, Operation, Route, field};
use gumshoe_domain::investigation::Severity;
use gumshoe_domain::{GraphArn, InvestigationId};
use gumshoe_store::Access;
use serde::{Deserialize, Serialize};

use crate::shapes;

/// The operation.
pub static ENTRY: Entry = Entry::of::<GetInvestigation>();

enum GetInvestigation {}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    graph_arn: Option<String>,
    investigation_id: Option<String>,
}

struct Command {
    graph: GraphArn,
    id: InvestigationId,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    graph_arn: String,
    investigation_id: String,
    entity_arn: String,
    entity_type: &'static str,
    created_time: String,
    scope_start_time: String,
    scope_end_time: String,
    status: &'static str,
    /// Absent unless the investigation was successful.
    #[serde(skip_serializing_if = "Option::is_none")]
    severity: Option<&'static str>,
    state: &'static str,
}

impl TryFrom<Request> for Command {
    type Error = Invalid;

    fn try_from(sent: Request) -> Result<Self, Invalid> {
        Ok(Self {
            graph: field::graph_arn(sent.graph_arn)?,
            id: shapes::investigation_id(sent.investigation_id)?,
        })
    }
}

impl Operation for GetInvestigation {
    const NAME: &'static str = "GetInvestigation";
    const ROUTE: Route = Route {
        method: Method::Post,
        path: "/investigations/getInvestigation",
    };
    const ACCESS: &'static [Access] = &[Access::ReadTable];
    type Request = Request;
    type Command = Command;
    type Response = Response;

    async fn run(cx: &Context<'_>, command: Command) -> Result<Response, ApiError> {
        let found = shapes::own_investigation(cx, &command.graph, command.id).await?;
        Ok(Response {
            graph_arn: command.graph.to_string(),
            investigation_id: found.id.to_string(),
            entity_arn: found.principal.arn().to_owned(),
            entity_type: found.principal.kind().as_str(),
            created_time: found.created.to_string(),
            scope_start_time: found.scope.start().to_string(),
            scope_end_time: found.scope.end().to_string(),
            status: found.status().as_str(),
            severity: found.severity().map(Severity::as_str),
            state: found.state().as_str(),
        })
    }
}
