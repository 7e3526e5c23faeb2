//! `UpdateFindingState`: archives a finding here, or takes that back. Its provider is not told.

use gumshoe_activity::Finding;
use gumshoe_api::{ApiError, Context, Entry, Invalid, Method, Operation, Route, field};
use gumshoe_domain::GraphArn;
use gumshoe_domain::investigation::State;
use gumshoe_store::Access;
use serde::{Deserialize, Serialize};

use crate::findings;

/// The operation.
pub static ENTRY: Entry = Entry::of::<UpdateFindingState>();

enum UpdateFindingState {}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    graph_arn: Option<String>,
    finding_id: Option<String>,
    state: Option<String>,
}

struct Command {
    graph: GraphArn,
    finding: String,
    state: State,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    /// What its provider archived stays archived.
    state: &'static str,
}

impl TryFrom<Request> for Command {
    type Error = Invalid;

    fn try_from(sent: Request) -> Result<Self, Invalid> {
        Ok(Self {
            graph: field::graph_arn(sent.graph_arn)?,
            finding: findings::id(sent.finding_id)?,
            state: field::parsed("State", &field::required("State", sent.state)?)?,
        })
    }
}

impl Operation for UpdateFindingState {
    const NAME: &'static str = "UpdateFindingState";
    const ROUTE: Route = Route {
        method: Method::Post,
        path: "/behavior/findings/update",
    };
    const ACCESS: &'static [Access] = &[Access::ReadTable, Access::WriteTable];
    type Request = Request;
    type Command = Command;
    type Response = Response;

    /// The same state again changes nothing.
    async fn run(cx: &Context<'_>, command: Command) -> Result<Response, ApiError> {
        let graph = cx.own_graph(&command.graph).await?;
        let id = Finding::id_of(&command.finding);
        let updated = cx
            .store
            .set_finding_state(graph.arn.id(), id, command.state, cx.now)
            .await?;
        let kept = updated.ok_or_else(findings::not_found)?;
        Ok(Response {
            state: kept.state().as_str(),
        })
    }
}
