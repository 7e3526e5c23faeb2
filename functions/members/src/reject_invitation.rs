//! `RejectInvitation`: an account declines an invitation, and nothing is left of it.
//!
//! <https://docs.aws.amazon.com/detective/latest/APIReference/API_RejectInvitation.html>

use gumshoe_api::{ApiError, Context, Entry, Invalid, Method, Operation, Route, field};
use gumshoe_domain::{GraphArn, MemberEvent};
use gumshoe_store::Access;
use serde::Deserialize;

use crate::own_membership;

/// The operation.
pub static ENTRY: Entry = Entry::of::<RejectInvitation>();

enum RejectInvitation {}

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

impl Operation for RejectInvitation {
    const NAME: &'static str = "RejectInvitation";
    const ROUTE: Route = Route {
        method: Method::Post,
        path: "/invitation/removal",
    };
    const ACCESS: &'static [Access] = &[Access::ReadTable, Access::WriteTable];
    type Request = Request;
    type Command = Command;
    type Response = ();

    /// Only while the invitation is open; an account of the organization has none.
    async fn run(cx: &Context<'_>, command: Command) -> Result<(), ApiError> {
        own_membership::change(cx, &command.graph, MemberEvent::Rejected).await
    }
}
