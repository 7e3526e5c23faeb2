//! Brings the organization graph in line with the organization: new accounts become members by
//! themselves, accounts that left cease to be, suspended ones stop feeding graphs, and an
//! administrator that is none any more loses the graph.
//!
//! Amazon Detective User Guide, "Effect of account actions on behavior graphs" and "Enabling new
//! organization accounts as Detective member accounts". Everything is conditional on what was read, so
//! that it may run at any time, and twice at once.

use std::collections::{BTreeMap, BTreeSet};

use gumshoe_api::{Outbox, Services};
use gumshoe_directory::{Account, AccountDirectory, AccountState, DirectoryError, Organization};
use gumshoe_domain::membership::{InvitationOrder, InvitationType, Refused, capacity};
use gumshoe_domain::quota::Quotas;
use gumshoe_domain::{AccountId, Designation, MemberEvent, Membership, Timestamp};
use gumshoe_messages::{Notice, QueueName};
use gumshoe_store::{Access, MembersChanged, Store, StoreError};
use serde::Serialize;

use crate::changes::{Unchanged, began, change};

/// What whoever reconciles may touch.
pub(crate) const ACCESS: &[Access] = &[
    Access::ReadTable,
    Access::WriteTable,
    Access::SendToNotices,
    Access::ReadOrganization,
];

/// How long after a designation AWS Organizations may not show the delegated administrator yet, in
/// seconds. Our choice: it is eventually consistent, and a graph that is deleted does not come back.
const SETTLING_SECONDS: i64 = 900;

/// Why the graph could not be brought in line now.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unreconciled {
    #[error("the store failed")]
    Store(#[from] StoreError),
    #[error("the organization cannot be asked")]
    Directory(#[from] DirectoryError),
    #[error("a membership cannot be changed")]
    Unchanged(#[from] Unchanged),
    #[error("a new membership does not begin as it should")]
    Refused(#[from] Refused),
}

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// The administrator and every account.
    Everything,
    /// One account, of which something is known to have happened.
    Account(AccountId),
    /// The administrator, for this account was deregistered at this moment.
    Administrator(AccountId, Timestamp),
}

/// What was done, in accounts.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Done {
    enabled: usize,
    converted: usize,
    removed: usize,
    suspended: usize,
    resumed: usize,
    /// Left alone because the graph is full.
    waiting: usize,
    graph_deleted: bool,
}

/// Brings the organization graph in line, as far as `scope` says.
pub(crate) async fn reconcile(
    services: &Services,
    scope: Scope,
    now: Timestamp,
) -> Result<Done, Unreconciled> {
    let store = services.store(ACCESS);
    let directory = services.directory(ACCESS)?;
    let resumed = resume(&store, directory, scope).await?;
    let nothing = Done {
        resumed,
        ..Done::default()
    };
    let Some(designation) = store.designation().await? else {
        return Ok(nothing);
    };
    let Some(organization) = directory.organization().await? else {
        // Perhaps it is only not seen any more; nothing that cannot be undone follows from that.
        tracing::warn!(graph.arn = %designation.graph, "no organization is seen");
        return Ok(nothing);
    };
    if organization.id != designation.organization {
        return Ok(nothing);
    }
    let reconciliation = Reconciliation {
        store,
        outbox: services.outbox(ACCESS),
        directory,
        designation,
        quotas: services.settings.quotas,
        now,
    };
    let done = Done {
        resumed,
        ..reconciliation.run(&organization, scope).await?
    };
    if done != Done::default() {
        tracing::info!(graph.arn = %reconciliation.designation.graph, ?scope, ?done, "organization reconciled");
    }
    Ok(done)
}

/// Ends suspensions that the organization knows nothing of any more, with or without an organization
/// graph; says how many.
async fn resume(
    store: &Store,
    directory: &dyn AccountDirectory,
    scope: Scope,
) -> Result<usize, Unreconciled> {
    let mut resumed = 0;
    for account in store.suspended().await? {
        if scope != Scope::Everything && scope != Scope::Account(account) {
            continue;
        }
        let found = directory.account(account).await?;
        if found.is_none_or(|it| it.state != AccountState::Suspended) {
            store.set_suspended(account, false).await?;
            resumed += 1;
        }
    }
    Ok(resumed)
}

struct Reconciliation<'a> {
    store: Store,
    outbox: Outbox,
    directory: &'a dyn AccountDirectory,
    designation: Designation,
    quotas: Quotas,
    now: Timestamp,
}

impl Reconciliation<'_> {
    async fn run(&self, organization: &Organization, scope: Scope) -> Result<Done, Unreconciled> {
        let accounts = match scope {
            Scope::Administrator(account, moment) => {
                let deregistered =
                    account == self.designation.administrator() && moment >= self.designation.since;
                return self.check_administrator(organization, deregistered).await;
            }
            Scope::Account(account) => self.directory.account(account).await?.into_iter().collect(),
            Scope::Everything => {
                let checked = self.check_administrator(organization, false).await?;
                if checked.graph_deleted {
                    return Ok(checked);
                }
                self.directory.accounts().await?
            }
        };
        let known: BTreeMap<AccountId, Account> =
            accounts.into_iter().map(|it| (it.id, it)).collect();
        let (store, graph) = (&self.store, self.designation.graph.id());
        let members = match scope {
            Scope::Account(account) => store.members(graph, &[account]).await?,
            Scope::Everything | Scope::Administrator(..) => {
                let members = store.every_member(graph).await?.into_iter();
                members.map(|it| (it.account, it)).collect()
            }
        };
        let mut done = Done::default();
        self.check_suspensions(&known, &members, &mut done).await?;
        let remembered = store.auto_enabled(graph).await?;
        self.check_members(&known, &members, &mut done).await?;
        self.check_newcomers(&known, &members, &remembered, &mut done)
            .await?;
        for account in remembered {
            let looked_at = scope == Scope::Everything || scope == Scope::Account(account);
            if looked_at && !known.contains_key(&account) && self.is_gone(account).await? {
                store.forget_auto_enabled(graph, account).await?;
            }
        }
        Ok(done)
    }

    /// Deletes the graph of an administrator that is closed, or is no delegated administrator any
    /// more. The management account needs no delegation.
    async fn check_administrator(
        &self,
        organization: &Organization,
        told: bool,
    ) -> Result<Done, Unreconciled> {
        let administrator = self.designation.administrator();
        let mut done = Done::default();
        if administrator == organization.management_account {
            return Ok(done);
        }
        let delegated = self.directory.delegated_administrator().await?;
        let settled = self.designation.since.plus_seconds(SETTLING_SECONDS) <= self.now;
        let withdrawn = delegated != Some(administrator) && (told || settled);
        if withdrawn || self.is_closed(administrator).await? {
            match self.store.close_graph(&self.designation.graph).await {
                Ok(()) => {
                    tracing::warn!(graph.arn = %self.designation.graph, "organization graph deleted: its account is no delegated administrator any more");
                    done.graph_deleted = true;
                }
                // Somebody else deleted it.
                Err(StoreError::Conflict) => done.graph_deleted = true,
                Err(error) => return Err(error.into()),
            }
        }
        Ok(done)
    }

    async fn is_closed(&self, account: AccountId) -> Result<bool, Unreconciled> {
        let found = self.directory.account(account).await?;
        Ok(found.is_some_and(|it| it.state == AccountState::Closing))
    }

    /// Whether an account that was not listed is not of the organization, or is closed. A list may be
    /// older than the account.
    async fn is_gone(&self, account: AccountId) -> Result<bool, Unreconciled> {
        let found = self.directory.account(account).await?;
        Ok(found.is_none_or(|it| it.state == AccountState::Closing))
    }

    /// Writes down which members are suspended, and the administrator if it is.
    async fn check_suspensions(
        &self,
        known: &BTreeMap<AccountId, Account>,
        members: &BTreeMap<AccountId, Membership>,
        done: &mut Done,
    ) -> Result<(), Unreconciled> {
        let administrator = self.designation.administrator();
        let suspended: Vec<AccountId> = known
            .values()
            .filter(|it| it.state == AccountState::Suspended)
            .map(|it| it.id)
            .filter(|id| *id == administrator || members.contains_key(id))
            .collect();
        if suspended.is_empty() {
            return Ok(());
        }
        let before = self.store.suspended().await?;
        for account in suspended.into_iter().filter(|it| !before.contains(it)) {
            self.store.set_suspended(account, true).await?;
            done.suspended += 1;
        }
        Ok(())
    }

    /// Ends the memberships of accounts that left or are closed, and converts those of accounts that
    /// were invited and are of the organization.
    async fn check_members(
        &self,
        known: &BTreeMap<AccountId, Account>,
        members: &BTreeMap<AccountId, Membership>,
        done: &mut Done,
    ) -> Result<(), Unreconciled> {
        for (&account, membership) in members {
            let kind = membership.life.invitation_type();
            let event = match (known.get(&account).map(|it| it.state), kind) {
                (Some(AccountState::Closing), _) => MemberEvent::AccountClosed,
                (
                    Some(AccountState::Active | AccountState::Suspended),
                    InvitationType::Invitation,
                ) => MemberEvent::Converted,
                (None, InvitationType::Organization) if self.is_gone(account).await? => {
                    MemberEvent::LeftOrganization
                }
                (Some(AccountState::Active | AccountState::Suspended) | None, _) => continue,
            };
            if !self.happens(membership, event).await? {
                continue;
            }
            if event == MemberEvent::Converted {
                done.converted += 1;
            } else {
                done.removed += 1;
            }
        }
        Ok(())
    }

    /// Whether `event` happened to a membership that is as it was read. When somebody else changed it,
    /// the next run looks again.
    async fn happens(
        &self,
        membership: &Membership,
        event: MemberEvent,
    ) -> Result<bool, Unreconciled> {
        let told = change(
            &self.store,
            membership,
            event,
            self.quotas.members,
            self.now,
        )
        .await?;
        match told {
            Some(notice) => self.tell(notice).await,
            None => return Ok(false),
        }
        Ok(true)
    }

    /// What happened stays so when nobody can be told.
    async fn tell(&self, notice: Notice) {
        if let Err(error) = self.outbox.send(QueueName::Notices, &[notice]).await {
            tracing::error!(error.cause = ?error, "state change not told");
        }
    }

    /// Makes members of the accounts that joined after the administrator asked for it, the eldest
    /// first, as long as there is room. Who finds none is looked at again in the next run.
    async fn check_newcomers(
        &self,
        known: &BTreeMap<AccountId, Account>,
        members: &BTreeMap<AccountId, Membership>,
        remembered: &BTreeSet<AccountId>,
        done: &mut Done,
    ) -> Result<(), Unreconciled> {
        let graph = &self.designation.graph;
        let mut newcomers: Vec<&Account> = known
            .values()
            .filter(|it| it.state == AccountState::Active && it.id != graph.account())
            .filter(|it| self.designation.auto_enable.takes(it.joined))
            .filter(|it| !remembered.contains(&it.id))
            .collect();
        newcomers.sort_by_key(|it| (it.joined, it.id));
        let order = |position: usize| InvitationOrder {
            created: self.now,
            position: u16::try_from(position).unwrap_or(u16::MAX),
        };
        if newcomers.is_empty() {
            return Ok(());
        }
        // What a new account will give is not known yet, and counts as nothing.
        let limit = self.quotas.bytes_per_day;
        let above = self.store.bytes_per_day_above(graph, limit, self.now);
        let room = capacity(Some(above.await?.unwrap_or(0)), Some(0), &self.quotas);
        for (position, account) in newcomers.into_iter().enumerate() {
            if members.contains_key(&account.id) {
                self.store.needs_no_enabling(graph, account.id).await?;
                continue;
            }
            if room != MemberEvent::CapacityFound {
                done.waiting += 1;
                continue;
            }
            let email = account.email.parse().ok();
            let begun = Membership::of_organization(graph, account.id, email, order(position));
            let Some(enabled) = begun.after(room, self.now)? else {
                continue;
            };
            let notice = began(&enabled, self.now);
            match self.store.auto_enable(enabled, self.quotas.members).await? {
                MembersChanged::Done => {
                    self.tell(notice).await;
                    done.enabled += 1;
                }
                MembersChanged::NoRoom => done.waiting += 1,
                MembersChanged::Overtaken(_) | MembersChanged::GraphGone => {}
            }
        }
        Ok(())
    }
}
