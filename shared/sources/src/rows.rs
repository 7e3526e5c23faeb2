//! One account's rows of a batch, with what was already worked out for them.

use std::collections::HashSet;

use gumshoe_activity::{
    ActionId, Aggregate, CallerId, FlowAggregate, OriginId, RelationAggregate, ResourceId,
};
use gumshoe_domain::AccountId;
use rustc_hash::FxBuildHasher;

use crate::cloudtrail::Rule;
use crate::memo::Memo;
use crate::vpc_flow::Places;

/// What was worked out of a caller.
#[derive(Debug, Clone, Copy)]
pub(crate) struct KnownCaller {
    pub(crate) id: CallerId,
    /// Whether something of it had to be cut.
    pub(crate) is_cut: bool,
    /// Whether it has an instance's credentials.
    pub(crate) is_of_instance: bool,
}

/// What was worked out of an action.
#[derive(Debug, Clone, Copy)]
pub(crate) struct KnownAction {
    pub(crate) id: ActionId,
    /// What its calls show, where they show a relation.
    pub(crate) rule: Option<Rule>,
}

/// One account's rows. A memo's places are places in `rows`, so that both live and go together.
#[derive(Debug)]
pub(crate) struct AccountRows {
    pub(crate) account: AccountId,
    pub(crate) rows: Aggregate,
    pub(crate) flows: FlowAggregate,
    /// Places in `flows`.
    pub(crate) addresses: Places,
    /// Rows of `flows` at which tails are folded again.
    fold_at: usize,
    pub(crate) relations: RelationAggregate,
    /// Relations of the object that is read.
    pub(crate) staged_relations: RelationAggregate,
    /// Ids of the events counted, and of those staged.
    pub(crate) seen: HashSet<u128, FxBuildHasher>,
    pub(crate) callers: Memo<KnownCaller>,
    pub(crate) origins: Memo<OriginId>,
    pub(crate) actions: Memo<KnownAction>,
    pub(crate) buckets: Memo<ResourceId>,
}

impl AccountRows {
    /// No rows yet.
    pub(crate) fn new(account: AccountId) -> Self {
        Self {
            account,
            rows: Aggregate::default(),
            flows: FlowAggregate::default(),
            addresses: Places::default(),
            fold_at: 0,
            relations: RelationAggregate::default(),
            staged_relations: RelationAggregate::default(),
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
            + self.addresses.memory()
            + self.relations.memory()
            + self.staged_relations.memory()
            + self.seen.capacity() * (size_of::<u128>() + 1)
            + self.callers.memory()
            + self.origins.memory()
            + self.actions.memory()
            + self.buckets.memory()
    }
}
