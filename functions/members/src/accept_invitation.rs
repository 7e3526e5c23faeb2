//! `AcceptInvitation`: an invited account becomes a member, as soon as the graph has room for it.
//!
//! <https://docs.aws.amazon.com/detective/latest/APIReference/API_AcceptInvitation.html>

use gumshoe_api::{ApiError, Context, Entry, Invalid, Method, Operation, Route, field};
use gumshoe_domain::{GraphArn, MemberEvent};
use gumshoe_store::Access;
use serde::Deserialize;

use crate::{news, own_membership};

/// The operation.
pub static ENTRY: Entry = Entry::of::<AcceptInvitation>();

enum AcceptInvitation {}

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

impl Operation for AcceptInvitation {
    const NAME: &'static str = "AcceptInvitation";
    const ROUTE: Route = Route {
        method: Method::Put,
        path: "/invitation",
    };
    const ACCESS: &'static [Access] =
        &[Access::ReadTable, Access::WriteTable, Access::SendToMembers];
    type Request = Request;
    type Command = Command;
    type Response = ();

    /// The membership waits until `update-members` found out whether there is room.
    async fn run(cx: &Context<'_>, command: Command) -> Result<(), ApiError> {
        own_membership::change(cx, &command.graph, MemberEvent::Accepted).await?;
        news::wake(&cx.outbox, &command.graph, &[cx.caller.account]).await;
        Ok(())
    }
}
