//! Changing groups.

use std::collections::BTreeSet;

use gumshoe_activity::{FindingGroup, GroupMembers};
use gumshoe_domain::{AccountId, FindingGroupId, GraphId, Timestamp};
use sha2::{Digest, Sha256};

use super::item;
use super::read::GroupsState;
use crate::Store;
use crate::error::StoreError;
use crate::item::{Item, key_of};
use crate::ledger::LedgerScope;
use crate::purge::BATCH;
use crate::status::any_shard;
use crate::table::Key;
use crate::transaction::{Condition, MAX_ACTIONS, Outcome, Transaction};

/// Actions of a transaction besides those on groups: the gate and the state.
const BESIDES: usize = 2;

/// A group that is new or different.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupChange {
    /// What it is to be.
    pub group: FindingGroup,
    /// What it is to be made of; `None` when that is as it was.
    pub members: Option<GroupMembers>,
    /// The keys of the members that are to be found in this group.
    pub joined: BTreeSet<String>,
}

/// How writing ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupsWritten {
    /// All of it is there.
    Done,
    /// Somebody changed groups meanwhile: nothing was changed.
    Overtaken,
    /// The graph is deleted.
    GraphGone,
}

/// The name of a group that is made of these members and parents. The same ones come to the same
/// name, so that what is tried again is not done twice.
pub fn group_id(
    graph: GraphId,
    parents: &[FindingGroupId],
    members: &BTreeSet<String>,
) -> FindingGroupId {
    let mut hash = Sha256::new();
    hash.update(graph.to_string());
    let parents: BTreeSet<String> = parents.iter().map(ToString::to_string).collect();
    for it in parents.iter().chain(members) {
        hash.update([0]);
        hash.update(it);
    }
    let bits = hash.finalize();
    let bits = bits.iter().take(16);
    FindingGroupId::from_bits(bits.fold(0, |bits, byte| bits << 8 | u128::from(*byte)))
}

impl Store {
    /// Changes groups, unless somebody changed any of the graph's groups since `state` was read, and
    /// notes the findings' `mark` of which they were made; without one they are made anew. What is too much
    /// for one transaction is written in several; only the last one notes the mark.
    ///
    /// # Errors
    /// When the table cannot be written; some of the changes may be there then, each as a whole.
    pub async fn write_finding_groups(
        &self,
        graph: GraphId,
        state: &GroupsState,
        changes: &[Vec<GroupChange>],
        mark: Option<&str>,
    ) -> Result<GroupsWritten, StoreError> {
        let mut state = state.clone();
        for together in changes {
            let written = self.write_together(graph, &mut state, together).await?;
            if written != GroupsWritten::Done {
                return Ok(written);
            }
        }
        state.mark = mark.map(str::to_owned);
        let transaction = self.on_groups(graph, &mut state);
        Ok(written(&transaction.run(self).await?))
    }

    /// Changes groups in one transaction, after those who point to them are told.
    async fn write_together(
        &self,
        graph: GraphId,
        state: &mut GroupsState,
        together: &[GroupChange],
    ) -> Result<GroupsWritten, StoreError> {
        let mut pointers = Vec::new();
        for change in together {
            pointers.extend(change.joined.iter().map(|key| {
                let pointer = Item::new(&Key::group_of(graph, key));
                pointer.text("Group", change.group.id.to_string()).build()
            }));
        }
        let items = together.len() * 2;
        let room = MAX_ACTIONS.saturating_sub(BESIDES + items);
        // Those that are left share the transaction of the groups.
        while pointers.len() > room {
            let first = pointers.split_off(pointers.len().saturating_sub(MAX_ACTIONS - BESIDES));
            let mut transaction = self.on_groups(graph, state);
            for it in first {
                transaction.put(it, None);
            }
            let done = written(&transaction.run(self).await?);
            if done != GroupsWritten::Done {
                return Ok(done);
            }
        }
        let mut transaction = self.on_groups(graph, state);
        for change in together {
            transaction.put(item::group(graph, &change.group), None);
            if let Some(members) = &change.members {
                transaction.put(item::members(graph, change.group.id, members), None);
            }
        }
        for it in pointers {
            transaction.put(it, None);
        }
        Ok(written(&transaction.run(self).await?))
    }

    /// A transaction on the condition that the graph takes data and its groups are as they were read.
    /// `state` becomes what they are afterwards.
    fn on_groups(&self, graph: GraphId, state: &mut GroupsState) -> Transaction<'_> {
        let mut transaction = Transaction::new(&self.table);
        let gate = Key::status(LedgerScope::Graph(graph), any_shard());
        transaction.check(&gate, Condition::present());
        let unchanged = match state.revision {
            0 => Condition::absent(),
            read => Condition::new("Revision = :read").with_number(":read", read),
        };
        state.revision += 1;
        let mut item =
            Item::new(&Key::finding_groups_state(graph)).number("Revision", state.revision);
        if let Some(mark) = &state.mark {
            item = item.text("Mark", mark);
        }
        transaction.put(item.build(), Some(unchanged));
        transaction
    }

    /// Removes the groups of a graph that were seen last before `before`; says how many.
    ///
    /// # Errors
    /// When the table cannot be read or written; some may be removed then.
    pub async fn expire_finding_groups(
        &self,
        graph: GraphId,
        before: Timestamp,
    ) -> Result<usize, StoreError> {
        let is_old = |it: &FindingGroup| it.profile.last_seen < before;
        self.remove_finding_groups(graph, is_old).await
    }

    /// Removes the groups of a graph in which an account is; says how many. What is left of their
    /// findings is grouped anew.
    ///
    /// # Errors
    /// When the table cannot be read or written; some may be removed then.
    pub async fn erase_finding_groups(
        &self,
        graph: GraphId,
        account: AccountId,
    ) -> Result<usize, StoreError> {
        let is_of_it = |it: &FindingGroup| it.profile.accounts.contains(&account);
        self.remove_finding_groups(graph, is_of_it).await
    }

    async fn remove_finding_groups(
        &self,
        graph: GraphId,
        is_wanted: impl Fn(&FindingGroup) -> bool,
    ) -> Result<usize, StoreError> {
        let mut state = self.finding_groups_state(graph).await?;
        let mut gone = self.finding_groups(graph).await?;
        gone.retain(|it| is_wanted(it));
        let ids: Vec<FindingGroupId> = gone.iter().map(|it| it.id).collect();
        if ids.is_empty() {
            return Ok(0);
        }
        // Whoever updates groups now has read some that are about to go.
        state.mark = None;
        let transaction = self.on_groups(graph, &mut state);
        if transaction.run(self).await? != Outcome::Done {
            return Ok(0);
        }
        let members = self.finding_group_members(graph, &ids).await?;
        let mut keys: Vec<Key> = Vec::new();
        for members in members.values() {
            keys.extend(members.keys.iter().map(|key| Key::group_of(graph, key)));
        }
        keys.sort_by(|a, b| a.sk.cmp(&b.sk));
        keys.dedup();
        keys.extend(ids.iter().map(|id| Key::finding_group_members(graph, *id)));
        // The group itself goes last, so that what is cut off goes on.
        keys.extend(ids.iter().map(|id| Key::finding_group(graph, *id)));
        for some in keys.chunks(BATCH) {
            self.delete_keys(some.iter().map(key_of).collect()).await?;
        }
        Ok(ids.len())
    }
}

fn written(outcome: &Outcome) -> GroupsWritten {
    match outcome {
        Outcome::Done => GroupsWritten::Done,
        Outcome::Refused(positions) if positions.contains(&0) => GroupsWritten::GraphGone,
        Outcome::Refused(_) => GroupsWritten::Overtaken,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_members_come_to_the_same_name_and_others_to_another() {
        let graph = GraphId::from_bits(7);
        let members = |keys: &[&str]| keys.iter().map(|it| (*it).to_owned()).collect();
        let id = |keys: &[&str]| group_id(graph, &[], &members(keys));
        assert_eq!(id(&["a", "b"]), id(&["b", "a"]));
        assert_ne!(id(&["a", "b"]), id(&["ab"]));
        let of_parents = group_id(graph, &[id(&["a"])], &members(&["a", "b"]));
        assert_ne!(of_parents, id(&["a", "b"]));
    }
}
