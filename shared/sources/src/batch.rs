//! The rows of several objects, before they are written.

use std::collections::BTreeMap;

use gumshoe_activity::{Aggregate, FlowAggregate, KubernetesAggregate, RelationAggregate, Report};
use gumshoe_domain::AccountId;

use crate::eks_audit::AuditRows;
use crate::inflate::Inflater;
use crate::memo::MemoKey;
use crate::rows::AccountRows;
use crate::staging::Staged;
use crate::vpc_flow::Table;

/// The rows of several objects by account, and the ids of the events in them.
///
/// A batch is bounded by whoever fills it: look at [`Batch::memory`] between two objects.
#[derive(Debug, Default)]
pub struct Batch {
    pub(crate) accounts: Vec<AccountRows>,
    /// Places in `accounts`.
    pub(crate) places: BTreeMap<AccountId, usize>,
    pub(crate) findings: BTreeMap<AccountId, Vec<Report>>,
    pub(crate) passed: BTreeMap<AccountId, Vec<Report>>,
    pub(crate) audits: AuditRows,
    pub(crate) buffers: Buffers,
}

/// Memory that one object after the other uses; nothing in it counts in between.
#[derive(Debug, Default)]
pub(crate) struct Buffers {
    pub(crate) inflater: Inflater,
    pub(crate) staged: Vec<Staged>,
    /// Ids of the object's events, with the places of their accounts.
    pub(crate) fresh: Vec<(usize, u128)>,
    pub(crate) key: MemoKey,
    pub(crate) flows: Table,
}

impl Batch {
    /// The accounts that have rows of API activity, with these rows, in order.
    pub fn accounts(&self) -> impl Iterator<Item = (AccountId, &Aggregate)> {
        self.places
            .values()
            .filter_map(|place| self.accounts.get(*place))
            .filter(|it| !it.rows.is_empty())
            .map(|it| (it.account, &it.rows))
    }

    /// The accounts that have findings, with the reports of them as they came, in order.
    pub fn findings(&self) -> impl Iterator<Item = (AccountId, &[Report])> {
        let findings = self.findings.iter();
        findings.map(|(account, reports)| (*account, reports.as_slice()))
    }

    /// The accounts with reports that something which may have been a finding is none any more, with these,
    /// in order. They were left out; a graph that has the finding wants to know.
    pub fn passed(&self) -> impl Iterator<Item = (AccountId, &[Report])> {
        let passed = self.passed.iter();
        passed.map(|(account, reports)| (*account, reports.as_slice()))
    }

    /// Whether there are findings.
    pub fn has_findings(&self) -> bool {
        !self.findings.is_empty()
    }

    /// The accounts whose clusters were called, with the calls, in order.
    pub fn audits(&self) -> impl Iterator<Item = (AccountId, &KubernetesAggregate)> {
        self.audits.calls()
    }

    /// The accounts whose logs showed what entities are to each other, with this, in order: a batch has
    /// logs of one source.
    pub fn relations(&self) -> impl Iterator<Item = (AccountId, &RelationAggregate)> {
        self.places
            .values()
            .filter_map(|place| self.accounts.get(*place))
            .map(|it| (it.account, &it.relations))
            .chain(self.audits.relations())
            .filter(|(_, relations)| !relations.is_empty())
    }

    /// The accounts that have rows of network activity, with these rows, in order.
    pub fn flows(&self) -> impl Iterator<Item = (AccountId, &FlowAggregate)> {
        self.places
            .values()
            .filter_map(|place| self.accounts.get(*place))
            .filter(|it| !it.flows.is_empty())
            .map(|it| (it.account, &it.flows))
    }

    /// Takes the rows of API calls of every account that has some, and leaves the batch empty: the next
    /// object begins a new batch, in which ids of events that were seen before are unknown.
    pub fn take(&mut self) -> BTreeMap<AccountId, Aggregate> {
        self.places.clear();
        self.audits = AuditRows::default();
        std::mem::take(&mut self.accounts)
            .into_iter()
            .filter(|it| !it.rows.is_empty())
            .map(|it| (it.account, it.rows))
            .collect()
    }

    /// The place of an account's rows, which are added unless they are there.
    pub(crate) fn place(&mut self, account: AccountId) -> usize {
        let accounts = &mut self.accounts;
        *self.places.entry(account).or_insert_with(|| {
            accounts.push(AccountRows::new(account));
            accounts.len() - 1
        })
    }

    /// The rows of an account, which are added unless they are there.
    pub(crate) fn account(&mut self, account: AccountId) -> &mut AccountRows {
        let place = self.place(account);
        &mut self.accounts[place]
    }

    /// Folds the peers beyond `peers` of each network interface and hour into one row, as
    /// [`Limits::peers`](crate::Limits::peers) says. Reading does so once in a while; who writes the
    /// rows does so last.
    pub fn fold_tails(&mut self, peers: usize) {
        for account in &mut self.accounts {
            account.flows.fold_tails(peers);
        }
    }

    /// Number of rows of all accounts.
    pub fn rows(&self) -> usize {
        let rows = |it: &AccountRows| it.rows.len() + it.flows.len();
        self.accounts.iter().map(rows).sum::<usize>() + self.audits.rows()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows() == 0
    }

    /// Bytes of memory that the rows and the ids of their events hold, about. The buffer for
    /// inflated text, at most [`Limits::whole_bytes`](crate::Limits::whole_bytes), comes on top.
    pub fn memory(&self) -> usize {
        let accounts: usize = self.accounts.iter().map(AccountRows::memory).sum();
        let findings = self.findings.values().chain(self.passed.values()).flatten();
        accounts
            + findings.map(Report::memory).sum::<usize>()
            + self.audits.memory()
            + self.buffers.staged.capacity() * size_of::<Staged>()
            + self.buffers.fresh.capacity() * size_of::<(usize, u128)>()
            + self.buffers.flows.memory()
    }
}
