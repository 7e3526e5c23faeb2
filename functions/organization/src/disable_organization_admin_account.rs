//! `DisableOrganizationAdminAccount`: the management account withdraws the Detective administrator,
//! whose graph is deleted.
//!
//! <https://docs.aws.amazon.com/detective/latest/APIReference/API_DisableOrganizationAdminAccount.html>

use gumshoe_api::{ApiError, Context, Entry, Invalid, Method, Operation, Route};
use gumshoe_store::{Access, StoreError};
use serde::Deserialize;

use crate::callers::{designation_in, managed_organization};

/// The operation.
pub static ENTRY: Entry = Entry::of::<DisableOrganizationAdminAccount>();

enum DisableOrganizationAdminAccount {}

#[derive(Deserialize)]
struct Request {}

struct Command;

impl TryFrom<Request> for Command {
    type Error = Invalid;

    fn try_from(_sent: Request) -> Result<Self, Invalid> {
        Ok(Self)
    }
}

impl Operation for DisableOrganizationAdminAccount {
    const NAME: &'static str = "DisableOrganizationAdminAccount";
    const ROUTE: Route = Route {
        method: Method::Post,
        path: "/orgs/disableAdminAccount",
    };
    const ACCESS: &'static [Access] = &[
        Access::ReadTable,
        Access::WriteTable,
        Access::ReadOrganization,
    ];
    type Request = Request;
    type Command = Command;
    type Response = ();

    /// The delegated administrator in AWS Organizations stays: API Reference,
    /// `DisableOrganizationAdminAccount`.
    async fn run(cx: &Context<'_>, _command: Command) -> Result<(), ApiError> {
        let organization = managed_organization(cx).await?;
        let Some(designation) = designation_in(cx, &organization).await? else {
            return Err(nobody());
        };
        match cx.store.close_graph(&designation.graph).await {
            Ok(()) => Ok(()),
            // Somebody else deleted the graph meanwhile.
            Err(StoreError::Conflict) => Err(nobody()),
            Err(error) => Err(error.into()),
        }
    }
}

fn nobody() -> ApiError {
    ApiError::Refused(
        "The organization has no Detective administrator account in this Region.".to_owned(),
    )
}
