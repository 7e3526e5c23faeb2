//! Independent totals, counted while the records are made.

use std::collections::BTreeMap;

use gumshoe_activity::Entity;

use super::record::Call;

/// How many records, and how many of them failed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// All records.
    pub records: u64,
    /// Those with an `errorCode`.
    pub failures: u64,
}

/// Exact totals of what was generated so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Of each account whose trail recorded something, by its id.
    pub accounts: BTreeMap<String, Counts>,
    /// Of each principal, over all accounts.
    pub principals: BTreeMap<Entity, Counts>,
    /// Uncompressed bytes of all objects that were delivered.
    pub bytes: u64,
    /// Objects that were delivered.
    pub objects: u64,
}

impl Tally {
    /// Totals over all accounts.
    pub fn total(&self) -> Counts {
        self.accounts
            .values()
            .fold(Counts::default(), |sum, it| Counts {
                records: sum.records + it.records,
                failures: sum.failures + it.failures,
            })
    }

    pub(super) fn count(&mut self, call: &Call<'_>) {
        let failed = call.failure.as_ref().is_some_and(|it| it.code.is_some());
        match self.accounts.get_mut(call.account) {
            Some(counts) => counts.add(failed),
            None => self
                .accounts
                .entry(call.account.to_owned())
                .or_default()
                .add(failed),
        }
        if let Some(principal) = call.identity.principal() {
            self.principals.entry(principal).or_default().add(failed);
        }
    }
}

impl Counts {
    fn add(&mut self, failed: bool) {
        self.records += 1;
        self.failures += u64::from(failed);
    }
}
