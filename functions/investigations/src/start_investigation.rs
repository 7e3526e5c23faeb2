//! `StartInvestigation`: asks for a report on a user or a role.
//!
//! <https://docs.aws.amazon.com/detective/latest/APIReference/API_StartInvestigation.html>

use gumshoe_api::{ApiError, Context, Entry, Invalid, Method, Operation, Route, field};
use gumshoe_domain::investigation::{InvestigatedPrincipal, InvestigationScope};
use gumshoe_domain::quota::RUNNING_INVESTIGATIONS;
use gumshoe_domain::{GraphArn, Investigation, InvestigationId, Timestamp};
use gumshoe_messages::{InvestigationWaits, QueueName};
use gumshoe_store::{Access, Manifest, Started};
use serde::{Deserialize, Serialize};

use crate::{changes, principal};

/// The operation.
pub static ENTRY: Entry = Entry::of::<StartInvestigation>();

enum StartInvestigation {}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    graph_arn: Option<String>,
    entity_arn: Option<String>,
    scope_start_time: Option<String>,
    scope_end_time: Option<String>,
}

struct Command {
    graph: GraphArn,
    principal: InvestigatedPrincipal,
    scope: InvestigationScope,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    investigation_id: String,
}

impl TryFrom<Request> for Command {
    type Error = Invalid;

    fn try_from(sent: Request) -> Result<Self, Invalid> {
        let graph = field::graph_arn(sent.graph_arn)?;
        let principal =
            field::parsed("EntityArn", &field::required("EntityArn", sent.entity_arn)?)?;
        let start = moment("ScopeStartTime", sent.scope_start_time)?;
        let end = moment("ScopeEndTime", sent.scope_end_time)?;
        let scope = InvestigationScope::new(start, end)
            .map_err(|error| Invalid::new("ScopeEndTime", format!("is invalid: {error}")))?;
        Ok(Self {
            graph,
            principal,
            scope,
        })
    }
}

fn moment(member: &'static str, sent: Option<String>) -> Result<Timestamp, Invalid> {
    field::parsed(member, &field::required(member, sent)?)
}

impl Operation for StartInvestigation {
    const NAME: &'static str = "StartInvestigation";
    const ROUTE: Route = Route {
        method: Method::Post,
        path: "/investigations/startInvestigation",
    };
    const ACCESS: &'static [Access] = &[
        Access::ReadTable,
        Access::WriteTable,
        Access::ReadSegments,
        Access::SendToInvestigations,
    ];
    type Request = Request;
    type Command = Command;
    type Response = Response;

    /// Every call makes a report of its own.
    async fn run(cx: &Context<'_>, command: Command) -> Result<Response, ApiError> {
        let graph = cx.own_graph(&command.graph).await?;
        let manifest = Manifest::new(&cx.store, graph.arn.id());
        let known = principal::entities(&manifest, &command.principal).await;
        if known.map_err(ApiError::internal)?.is_empty() {
            return Err(ApiError::ResourceNotFound(
                "The behavior graph has no activity of this EntityArn.".to_owned(),
            ));
        }
        let investigation = start(cx, command).await?;
        let message = InvestigationWaits {
            graph: graph.arn.to_string(),
            investigation: investigation.id.to_string(),
        };
        if let Err(error) = cx.outbox.send(QueueName::Investigations, &[message]).await {
            // It is started: `settle-investigations` sends the message later.
            tracing::warn!(error.message = %error, investigation.id = %investigation.id, "investigation waits for its message");
        }
        cx.notify(changes::started(&graph.arn, &investigation));
        Ok(Response {
            investigation_id: investigation.id.to_string(),
        })
    }
}

async fn start(cx: &Context<'_>, command: Command) -> Result<Investigation, ApiError> {
    let Command {
        graph,
        principal,
        scope,
    } = command;
    loop {
        let id = InvestigationId::new(cx.now, getrandom::u64().map_err(ApiError::internal)?);
        let investigation = Investigation::start(id, principal.clone(), scope, cx.now);
        match cx
            .store
            .start_investigation(graph.id(), &investigation)
            .await?
        {
            Started::Running => return Ok(investigation),
            Started::NoGraph => return Err(ApiError::graph_not_found()),
            Started::TooMany => {
                return Err(ApiError::TooManyRequests(format!(
                    "{RUNNING_INVESTIGATIONS} investigations of the behavior graph are running. Try again when one of them is finished."
                )));
            }
            // One in a hundred million of those that were started in the same millisecond.
            Started::IdTaken => {}
        }
    }
}
