//! `RejectInvitation`: an account declines an invitation, and nothing is left of it.
//!
//! <https://docs.aws.amazon.com/detective/latest/APIReference/API_RejectInvitation.html>

use gumshoe_api::field::GraphRequest;
use gumshoe_api::{ApiError, Context, Entry, Method, Operation, Route};
use gumshoe_domain::{GraphArn, MemberEvent};
use gumshoe_store::Access;

use crate::own_membership;

/// The operation.
pub static ENTRY: Entry = Entry::of::<RejectInvitation>();

enum RejectInvitation {}

impl Operation for RejectInvitation {
    const NAME: &'static str = "RejectInvitation";
    const ROUTE: Route = Route {
        method: Method::Post,
        path: "/invitation/removal",
    };
    const ACCESS: &'static [Access] = &[Access::ReadTable, Access::WriteTable];
    type Request = GraphRequest;
    type Command = GraphArn;
    type Response = ();

    /// Only while the invitation is open; an account of the organization has none.
    async fn run(cx: &Context<'_>, graph: GraphArn) -> Result<(), ApiError> {
        own_membership::change(cx, &graph, MemberEvent::Rejected).await
    }
}
