//! `AcceptInvitation`: an invited account becomes a member, as soon as the graph has room for it.
//!
//! <https://docs.aws.amazon.com/detective/latest/APIReference/API_AcceptInvitation.html>

use gumshoe_api::field::GraphRequest;
use gumshoe_api::{ApiError, Context, Entry, Method, Operation, Route};
use gumshoe_domain::{GraphArn, MemberEvent};
use gumshoe_store::Access;

use crate::{news, own_membership};

/// The operation.
pub static ENTRY: Entry = Entry::of::<AcceptInvitation>();

enum AcceptInvitation {}

impl Operation for AcceptInvitation {
    const NAME: &'static str = "AcceptInvitation";
    const ROUTE: Route = Route {
        method: Method::Put,
        path: "/invitation",
    };
    const ACCESS: &'static [Access] =
        &[Access::ReadTable, Access::WriteTable, Access::SendToMembers];
    type Request = GraphRequest;
    type Command = GraphArn;
    type Response = ();

    /// The membership waits until `update-members` found out whether there is room.
    async fn run(cx: &Context<'_>, graph: GraphArn) -> Result<(), ApiError> {
        own_membership::change(cx, &graph, MemberEvent::Accepted).await?;
        news::wake(&cx.outbox, &graph, &[cx.caller.account]).await;
        Ok(())
    }
}
