//! `EnableOrganizationAdminAccount`: the management account designates the Detective administrator of
//! its organization in this Region.
//!
//! <https://docs.aws.amazon.com/detective/latest/APIReference/API_EnableOrganizationAdminAccount.html>

use gumshoe_api::{ApiError, Context, Entry, Invalid, Method, Operation, Route, field};
use gumshoe_directory::{AccountState, DirectoryError, Organization};
use gumshoe_domain::membership::InvitationType;
use gumshoe_domain::{AccountId, AutoEnable, Designation, GraphState, MemberEvent, Tags};
use gumshoe_store::{Access, OrganizationGraph, StoreError};
use serde::Deserialize;

use crate::callers::{designation_in, managed_organization};
use crate::changes::change;

/// How many members of a graph that was there are converted in the call, at most: each is a question
/// to AWS Organizations. `reconcile-organization` converts the others.
const CONVERTED_AT_ONCE: usize = 50;

/// The operation.
pub static ENTRY: Entry = Entry::of::<EnableOrganizationAdminAccount>();

enum EnableOrganizationAdminAccount {}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    account_id: Option<String>,
}

struct Command {
    account: AccountId,
}

impl TryFrom<Request> for Command {
    type Error = Invalid;

    fn try_from(sent: Request) -> Result<Self, Invalid> {
        let account = field::required("AccountId", sent.account_id)?;
        Ok(Self {
            account: field::parsed("AccountId", &account)?,
        })
    }
}

impl Operation for EnableOrganizationAdminAccount {
    const NAME: &'static str = "EnableOrganizationAdminAccount";
    const ROUTE: Route = Route {
        method: Method::Post,
        path: "/orgs/enableAdminAccount",
    };
    const ACCESS: &'static [Access] = &[
        Access::ReadTable,
        Access::WriteTable,
        Access::ReadOrganization,
        Access::DelegateAdministrator,
    ];
    type Request = Request;
    type Command = Command;
    type Response = ();

    async fn run(cx: &Context<'_>, command: Command) -> Result<(), ApiError> {
        let organization = managed_organization(cx).await?;
        let account = command.account;
        if is_designated(cx, &organization, account).await? {
            return Ok(());
        }
        may_administer(cx, &organization, account).await?;
        cx.store.ensure_page_token_key().await?;
        while !designate(cx, &organization, account).await? {
            if is_designated(cx, &organization, account).await? {
                break;
            }
        }
        convert_members(cx).await;
        Ok(())
    }
}

/// Whether `account` is the Detective administrator already.
///
/// # Errors
/// When another account is: it must be removed first. User Guide, "Designating the Detective
/// administrator for an organization".
async fn is_designated(
    cx: &Context<'_>,
    organization: &Organization,
    account: AccountId,
) -> Result<bool, ApiError> {
    match designation_in(cx, organization).await? {
        None => Ok(false),
        Some(it) if it.administrator() == account => Ok(true),
        Some(it) => Err(ApiError::Refused(format!(
            "The Detective administrator account of the organization in this Region is {}. Remove it with DisableOrganizationAdminAccount before you designate another.",
            it.administrator()
        ))),
    }
}

/// Sees to it that AWS Organizations has `account` as delegated administrator, unless it is the
/// management account, which needs no delegation.
async fn may_administer(
    cx: &Context<'_>,
    organization: &Organization,
    account: AccountId,
) -> Result<(), ApiError> {
    if account == organization.management_account {
        return Ok(());
    }
    let directory = cx.directory()?;
    let known = directory.account(account).await?;
    if !known.is_some_and(|it| it.state == AccountState::Active) {
        let problem = format!("must be an active account of your organization. Found {account}.");
        return Err(Invalid::new("AccountId", problem).into());
    }
    match directory.delegated_administrator().await? {
        Some(delegated) if delegated == account => Ok(()),
        Some(delegated) => {
            let problem = format!(
                "must be {delegated}, the delegated administrator for Detective in AWS Organizations, or the management account. Found {account}."
            );
            Err(Invalid::new("AccountId", problem).into())
        }
        None => {
            let delegated = cx.registrar()?.delegate_to(account).await;
            delegated.map_err(|error| not_delegated(account, error))
        }
    }
}

/// Only the management account may register, so a deployment in another account cannot.
fn not_delegated(account: AccountId, error: DirectoryError) -> ApiError {
    if !error.refused {
        return error.into();
    }
    let operation = error.operation;
    tracing::warn!(%account, organizations.operation = operation, error.cause = ?error.source, "delegated administrator not registered");
    ApiError::Refused(format!(
        "AWS Organizations refused {operation} for the account {account}. Register it there as delegated administrator of the service principal {}, then repeat the call.",
        gumshoe_directory::SERVICE_PRINCIPAL
    ))
}

/// The account's graph becomes the organization graph; an account without one gets one. Whether it
/// did: it did not when somebody else designated an account meanwhile, or the graph came or went.
async fn designate(
    cx: &Context<'_>,
    organization: &Organization,
    account: AccountId,
) -> Result<bool, ApiError> {
    let (graph, is_new) = match cx.store.graph_of(account).await? {
        None => (cx.new_graph(account, Tags::default())?, true),
        Some(graph) if graph.state == GraphState::Active => (graph, false),
        Some(_) => return Err(being_deleted(account)),
    };
    let designation = Designation {
        organization: organization.id.clone(),
        graph: graph.arn.clone(),
        since: cx.now,
        auto_enable: AutoEnable::Off,
    };
    let kind = if is_new {
        OrganizationGraph::New(&graph)
    } else {
        OrganizationGraph::Existing
    };
    match cx.store.designate(&designation, kind).await {
        Ok(()) => Ok(true),
        Err(StoreError::Conflict) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Members by invitation that are of the organization become members through it. The designation
/// stands whether this succeeds or not, and the job does what is left.
async fn convert_members(cx: &Context<'_>) {
    match convert(cx).await {
        Ok(()) => {}
        Err(error) => {
            tracing::warn!(error.cause = ?error, "members are left for the job to convert");
        }
    }
}

async fn convert(cx: &Context<'_>) -> Result<(), ApiError> {
    let Some(designation) = cx.store.designation().await? else {
        return Ok(());
    };
    let members = cx.store.every_member(designation.graph.id()).await?;
    let invited = members
        .iter()
        .filter(|it| it.life.invitation_type() == InvitationType::Invitation);
    for membership in invited.take(CONVERTED_AT_ONCE) {
        if cx.directory()?.account(membership.account).await?.is_none() {
            continue;
        }
        let most = cx.settings.quotas.members;
        let converted = change(&cx.store, membership, MemberEvent::Converted, most, cx.now).await;
        if let Some(notice) = converted.map_err(ApiError::internal)? {
            cx.notify(notice);
        }
    }
    Ok(())
}

fn being_deleted(account: AccountId) -> ApiError {
    ApiError::Refused(format!(
        "The previous behavior graph of the account {account} is still being deleted. Try again in a minute."
    ))
}
