//! `UpdateInvestigationState`: archives an investigation, or makes it active again.
//!
//! <https://docs.aws.amazon.com/detective/latest/APIReference/API_UpdateInvestigationState.html>

use gumshoe_api::{ApiError, Context, Entry, Invalid, Method, Operation, Route, field};
use gumshoe_domain::investigation::State;
use gumshoe_domain::{GraphArn, InvestigationId};
use gumshoe_store::Access;
use serde::Deserialize;

use crate::shapes;

/// The operation.
pub static ENTRY: Entry = Entry::of::<UpdateInvestigationState>();

enum UpdateInvestigationState {}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    graph_arn: Option<String>,
    investigation_id: Option<String>,
    state: Option<String>,
}

struct Command {
    graph: GraphArn,
    id: InvestigationId,
    state: State,
}

impl TryFrom<Request> for Command {
    type Error = Invalid;

    fn try_from(sent: Request) -> Result<Self, Invalid> {
        Ok(Self {
            graph: field::graph_arn(sent.graph_arn)?,
            id: shapes::investigation_id(sent.investigation_id)?,
            state: field::parsed("State", &field::required("State", sent.state)?)?,
        })
    }
}

impl Operation for UpdateInvestigationState {
    const NAME: &'static str = "UpdateInvestigationState";
    const ROUTE: Route = Route {
        method: Method::Post,
        path: "/investigations/updateInvestigationState",
    };
    const ACCESS: &'static [Access] = &[Access::ReadTable, Access::WriteTable];
    type Request = Request;
    type Command = Command;
    type Response = ();

    /// One that runs may be archived too. The same state again changes nothing.
    async fn run(cx: &Context<'_>, command: Command) -> Result<(), ApiError> {
        let graph = cx.own_graph(&command.graph).await?;
        let updated = cx
            .store
            .set_investigation_state(graph.arn.id(), command.id, command.state, cx.now)
            .await?;
        updated.map(drop).ok_or_else(shapes::not_found)
    }
}
