//! Who may call: the management account designates, the Detective administrator configures.

use gumshoe_api::{ApiError, Context, Invalid};
use gumshoe_directory::Organization;
use gumshoe_domain::{Designation, GraphArn};

/// The organization, which the caller must manage.
///
/// # Errors
/// [`ApiError::AccessDenied`] for another account of the organization; a validation error, with the
/// words that Detective uses, for an account outside of any.
pub(crate) async fn managed_organization(cx: &Context<'_>) -> Result<Organization, ApiError> {
    let directory = cx.directory()?;
    let caller = cx.caller.account;
    let Some(organization) = directory.organization().await? else {
        return Err(outside(cx));
    };
    if organization.management_account == caller {
        return Ok(organization);
    }
    match directory.account(caller).await? {
        Some(_) => Err(ApiError::AccessDenied(format!(
            "Only the management account of the organization may call {}.",
            cx.operation
        ))),
        None => Err(outside(cx)),
    }
}

fn outside(cx: &Context<'_>) -> ApiError {
    let account = cx.caller.account;
    ApiError::Refused(format!(
        "The request failed because the account {account} is not a member of an organization."
    ))
}

/// What was designated in `organization`. A designation of another organization, which the deployment
/// belonged to before, does not count.
///
/// # Errors
/// When the table cannot be read.
pub(crate) async fn designation_in(
    cx: &Context<'_>,
    organization: &Organization,
) -> Result<Option<Designation>, ApiError> {
    let found = cx.store.designation().await?;
    Ok(found.filter(|it| it.organization == organization.id))
}

/// The designation of the caller, who must be Detective administrator with the graph `arn`.
///
/// # Errors
/// A validation error for every other graph, whether it exists or not, and whoever administers it.
pub(crate) async fn own_designation(
    cx: &Context<'_>,
    arn: &GraphArn,
) -> Result<Designation, ApiError> {
    let not_the_callers = || {
        Invalid::new(
            "GraphArn",
            "must be the organization behavior graph that your account administers.",
        )
    };
    if arn.account() != cx.caller.account {
        return Err(not_the_callers().into());
    }
    match cx.store.designation().await? {
        Some(designation) if designation.graph == *arn => Ok(designation),
        Some(_) | None => Err(not_the_callers().into()),
    }
}
