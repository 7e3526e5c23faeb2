//! `DisassociateMembership`: an enabled account gives the graph no more logs.
//!
//! <https://docs.aws.amazon.com/detective/latest/APIReference/API_DisassociateMembership.html>

use gumshoe_api::{ApiError, Context, Entry, Invalid, Method, Operation, Route, field};
use gumshoe_domain::{GraphArn, MemberEvent};
use gumshoe_store::Access;
use serde::Deserialize;

use crate::own_membership;

/// The operation.
pub static ENTRY: Entry = Entry::of::<DisassociateMembership>();

enum DisassociateMembership {}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    graph_arn: Option<String>,
}

struct Command {
    graph: GraphArn,
}

impl TryFrom<Request> for Command {
    type Error = Invalid;

    fn try_from(sent: Request) -> Result<Self, Invalid> {
        Ok(Self {
            graph: field::graph_arn(sent.graph_arn)?,
        })
    }
}

impl Operation for DisassociateMembership {
    const NAME: &'static str = "DisassociateMembership";
    const ROUTE: Route = Route {
        method: Method::Post,
        path: "/membership/removal",
    };
    const ACCESS: &'static [Access] = &[Access::ReadTable, Access::WriteTable];
    type Request = Request;
    type Command = Command;
    type Response = ();

    /// What the account gave the graph stays there; to come back it needs another invitation.
    async fn run(cx: &Context<'_>, command: Command) -> Result<(), ApiError> {
        own_membership::change(cx, &command.graph, MemberEvent::Resigned).await
    }
}
