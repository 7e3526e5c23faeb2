//! `DisassociateMembership`: an enabled account gives the graph no more logs.
//!
//! <https://docs.aws.amazon.com/detective/latest/APIReference/API_DisassociateMembership.html>

use gumshoe_api::field::GraphRequest;
use gumshoe_api::{ApiError, Context, Entry, Method, Operation, Route};
use gumshoe_domain::{GraphArn, MemberEvent};
use gumshoe_store::Access;

use crate::own_membership;

/// The operation.
pub static ENTRY: Entry = Entry::of::<DisassociateMembership>();

enum DisassociateMembership {}

impl Operation for DisassociateMembership {
    const NAME: &'static str = "DisassociateMembership";
    const ROUTE: Route = Route {
        method: Method::Post,
        path: "/membership/removal",
    };
    const ACCESS: &'static [Access] = &[Access::ReadTable, Access::WriteTable];
    type Request = GraphRequest;
    type Command = GraphArn;
    type Response = ();

    /// What the account gave the graph stays there; to come back it needs another invitation.
    async fn run(cx: &Context<'_>, graph: GraphArn) -> Result<(), ApiError> {
        own_membership::change(cx, &graph, MemberEvent::Resigned).await
    }
}
