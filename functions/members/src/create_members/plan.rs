//! What is to become of each account that `CreateMembers` names.

use std::collections::BTreeSet;

use gumshoe_api::{ApiError, Context};
use gumshoe_directory::AccountState;
use gumshoe_domain::membership::{Invitation, InvitationOrder, MemberStatus};
use gumshoe_domain::{AccountId, Graph, Membership};
use gumshoe_store::MemberChange;

use super::{ALREADY_A_MEMBER, Command, NamedAccount};
use crate::shapes::UnprocessedAccount;

/// Memberships to be made, and accounts about which nothing is to be done.
pub(super) struct Plan {
    pub(super) changes: Vec<MemberChange>,
    pub(super) unprocessed: Vec<UnprocessedAccount>,
}

impl Plan {
    /// The plan for `command`, with what is known of its accounts.
    pub(super) async fn of(
        cx: &Context<'_>,
        graph: &Graph,
        command: Command,
    ) -> Result<Self, ApiError> {
        let ids: BTreeSet<AccountId> = command.accounts.iter().map(|it| it.id).collect();
        let ids: Vec<AccountId> = ids.into_iter().collect();
        let mut known = cx.store.members(graph.arn.id(), &ids).await?;
        let new = ids
            .into_iter()
            .filter(|id| known.get(id).is_none_or(begins_anew));
        let ours = of_organization(cx, graph, new.collect()).await?;
        let mut plan = Self {
            changes: Vec::new(),
            unprocessed: Vec::new(),
        };
        let mut seen = BTreeSet::new();
        for (position, account) in (0_u16..).zip(&command.accounts) {
            let order = InvitationOrder {
                created: cx.now,
                position,
            };
            let decided = if seen.insert(account.id) {
                let member = begin(graph, &command, account, ours.contains(&account.id), order);
                member.and_then(|member| change(known.remove(&account.id), member))
            } else {
                Err("Account is named more than once")
            };
            match decided {
                Ok(change) => plan.changes.push(change),
                Err(reason) => {
                    let account = UnprocessedAccount::new(account.id, reason);
                    plan.unprocessed.push(account);
                }
            }
        }
        Ok(plan)
    }
}

/// The membership of an account, as if there were none, or why there can be none.
fn begin(
    graph: &Graph,
    command: &Command,
    account: &NamedAccount,
    of_organization: bool,
    order: InvitationOrder,
) -> Result<Membership, &'static str> {
    if account.id == graph.arn.account() {
        return Err("Account is the administrator of the behavior graph");
    }
    if of_organization {
        return Ok(Membership::of_organization(
            &graph.arn,
            account.id,
            account.email.clone(),
            order,
        ));
    }
    let Some(email) = account.email.clone() else {
        return Err("Account is not of the organization, so its email address is required");
    };
    let invitation = Invitation {
        email,
        message: command.message.clone(),
        by_email: command.by_email,
    };
    Ok(Membership::invited(
        &graph.arn, account.id, invitation, order,
    ))
}

/// The change that makes a membership. One whose verification failed is replaced: User Guide,
/// "Inviting a list of member accounts to a behavior graph".
fn change(known: Option<Membership>, member: Membership) -> Result<MemberChange, &'static str> {
    let Some(known) = known else {
        return Ok(MemberChange::Created(member));
    };
    if begins_anew(&known) {
        Ok(MemberChange::Changed(known, member))
    } else {
        Err(ALREADY_A_MEMBER)
    }
}

fn begins_anew(known: &Membership) -> bool {
    known.life.status() == MemberStatus::VerificationFailed
}

/// Which of `accounts` belong to the organization of `graph`. In any other graph an account of the
/// same organization is invited as everybody is.
async fn of_organization(
    cx: &Context<'_>,
    graph: &Graph,
    accounts: Vec<AccountId>,
) -> Result<BTreeSet<AccountId>, ApiError> {
    let mut ours = BTreeSet::new();
    let designation = cx.store.designation().await?;
    let Some(designation) = designation.filter(|it| it.graph == graph.arn) else {
        return Ok(ours);
    };
    // The deployment may have moved to another organization, whose accounts this graph has to ask.
    let organization = cx.directory()?.organization().await?;
    if organization.is_none_or(|it| it.id != designation.organization) {
        return Ok(ours);
    }
    for account in accounts {
        let known = cx.directory()?.account(account).await?;
        if known.is_some_and(|known| known.state == AccountState::Active) {
            ours.insert(account);
        }
    }
    Ok(ours)
}
