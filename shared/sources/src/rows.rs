//! One account's rows of a batch, with what was already worked out for them.

use std::collections::HashSet;

use gumshoe_activity::{ActionId, Aggregate, CallerId, FlowAggregate, OriginId, ResourceId};
use gumshoe_domain::AccountId;
use rustc_hash::FxBuildHasher;

use crate::memo::Memo;

/// One account's rows. A memo's places are places in `rows`, so that both live and go together.
#[derive(Debug)]
pub(crate) struct AccountRows {
    pub(crate) account: AccountId,
    pub(crate) rows: Aggregate,
    pub(crate) flows: FlowAggregate,
    /// Rows of `flows` at which tails are folded again.
    fold_at: usize,
    /// Ids of the events counted, and of those staged.
    pub(crate) seen: HashSet<u128, FxBuildHasher>,
    /// With each caller, whether its identifier had to be cut.
    pub(crate) callers: Memo<(CallerId, bool)>,
    pub(crate) origins: Memo<OriginId>,
    pub(crate) actions: Memo<ActionId>,
    pub(crate) buckets: Memo<ResourceId>,
}

impl AccountRows {
    /// No rows yet.
    pub(crate) fn new(account: AccountId) -> Self {
        Self {
            account,
            rows: Aggregate::default(),
            flows: FlowAggregate::default(),
            fold_at: 0,
            seen: HashSet::default(),
            callers: Memo::default(),
            origins: Memo::default(),
            actions: Memo::default(),
            buckets: Memo::default(),
        }
    }

    /// Folds tails of more than `peers` peers, once in a while: looking for them costs a look at
    /// every row.
    pub(crate) fn fold_tails(&mut self, peers: usize) {
        if self.flows.len() <= self.fold_at.max(peers) {
            return;
        }
        self.flows.fold_tails(peers);
        self.fold_at = self.flows.len().saturating_mul(2);
    }

    /// Bytes of memory held, about.
    pub(crate) fn memory(&self) -> usize {
        size_of::<Self>()
            + self.rows.memory()
            + self.flows.memory()
            + self.seen.capacity() * (size_of::<u128>() + 1)
            + self.callers.memory()
            + self.origins.memory()
            + self.actions.memory()
            + self.buckets.memory()
    }
}
