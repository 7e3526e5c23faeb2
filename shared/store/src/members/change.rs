//! The one way in which memberships are created, changed and ended.

use gumshoe_domain::{GraphArn, GraphState, Membership};

use super::item;
use crate::Store;
use crate::error::StoreError;
use crate::table::Key;
use crate::transaction::{Condition, MAX_ACTIONS, Outcome, Transaction};

/// A change of one membership.
#[derive(Debug, Clone, PartialEq)]
#[expect(
    clippy::large_enum_variant,
    reason = "there are never more than a call's, and most have two sides"
)]
pub enum MemberChange {
    /// There is none, and this is to be.
    Created(Membership),
    /// It is as it was read, first, and is to be as second.
    Changed(Membership, Membership),
    /// It is as it was read, and is to be no more.
    Ended(Membership),
}

/// How a change of memberships ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MembersChanged {
    /// All of it happened.
    Done,
    /// Nothing happened: the graph is gone, or is going.
    GraphGone,
    /// Nothing happened: the graph would have too many members.
    NoRoom,
    /// Nothing happened: the memberships of the changes at these positions are not as they were read.
    Overtaken(Vec<usize>),
}

impl MemberChange {
    /// Most changes that happen together: each has two items, beside the graph and the count.
    pub const MOST: usize = (MAX_ACTIONS - 2) / 2;

    /// The change from `before`, as it was read, to `after`, as [`Membership::after`] tells it.
    pub fn of(before: Membership, after: Option<Membership>) -> Self {
        match after {
            Some(after) => Self::Changed(before, after),
            None => Self::Ended(before),
        }
    }

    /// The membership after the change, or the one that ends.
    fn membership(&self) -> &Membership {
        match self {
            Self::Created(membership) | Self::Changed(_, membership) | Self::Ended(membership) => {
                membership
            }
        }
    }

    /// What the change adds to the graph's memberships.
    fn added(&self) -> i64 {
        match self {
            Self::Created(_) => 1,
            Self::Changed(..) => 0,
            Self::Ended(_) => -1,
        }
    }
}

/// What an action of the transaction is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum About {
    Graph,
    Count,
    Change(usize),
}

impl Store {
    /// Makes `changes`, at most [`MemberChange::MOST`] and of different accounts, to the memberships
    /// of the active graph `graph`: all of them or none. No change leaves more than `most` members.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn change_members(
        &self,
        graph: &GraphArn,
        changes: &[MemberChange],
        most: u32,
    ) -> Result<MembersChanged, StoreError> {
        self.change_members_and(graph, changes, most, |_| {}).await
    }

    /// [`Self::change_members`] with what `more` adds to the transaction. A condition in it that does
    /// not hold is as if there were no room.
    pub(crate) async fn change_members_and(
        &self,
        graph: &GraphArn,
        changes: &[MemberChange],
        most: u32,
        more: impl FnOnce(&mut Transaction<'_>) + Send,
    ) -> Result<MembersChanged, StoreError> {
        if changes.is_empty() {
            return Ok(MembersChanged::Done);
        }
        let mut transaction = Transaction::new(&self.table);
        let mut about = vec![About::Graph];
        transaction.check(&Key::graph(graph.account()), active(graph));
        let added: i64 = changes.iter().map(MemberChange::added).sum();
        if added != 0 {
            let Some(condition) = count(added, most) else {
                return Ok(MembersChanged::NoRoom);
            };
            let key = Key::member_count(graph.id());
            transaction.update(&key, "ADD MemberCount :added", Vec::new(), condition);
            about.push(About::Count);
        }
        for (at, change) in changes.iter().enumerate() {
            act(&mut transaction, change)?;
            about.extend([About::Change(at); 2]);
        }
        more(&mut transaction);
        Ok(match transaction.run(self).await? {
            Outcome::Done => MembersChanged::Done,
            Outcome::Refused(positions) => refused(&about, &positions),
        })
    }

    /// Removes every membership of a closed graph, from both sides.
    pub(crate) async fn forget_members(&self, graph: &GraphArn) -> Result<(), StoreError> {
        for members in self
            .every_member(graph.id())
            .await?
            .chunks(MemberChange::MOST)
        {
            let mut transaction = Transaction::new(&self.table);
            for membership in members {
                transaction.delete(&Key::member(graph.id(), membership.account), None);
                transaction.delete(&Key::membership(membership.account, graph.id()), None);
            }
            // Without conditions nothing is refused.
            transaction.run(self).await?;
        }
        Ok(())
    }
}

/// The condition that the graph is there and active.
pub(crate) fn active(graph: &GraphArn) -> Condition {
    Condition::new("Arn = :arn AND GraphState = :active")
        .with(":arn", graph.to_string())
        .with(":active", GraphState::Active.to_string())
}

/// The condition that the graph may have `added` more members, with that number; `None` when it
/// never may.
fn count(added: i64, most: u32) -> Option<Condition> {
    if added < 0 {
        return Some(Condition::default().with_number(":added", added));
    }
    let room = i64::from(most) - added;
    let condition = Condition::new("attribute_not_exists(MemberCount) OR MemberCount <= :room")
        .with_number(":added", added)
        .with_number(":room", room);
    (room >= 0).then_some(condition)
}

/// Both items of a change. They are always written together, so the condition on one is enough.
fn act(transaction: &mut Transaction<'_>, change: &MemberChange) -> Result<(), StoreError> {
    let membership = change.membership();
    let (graph, account) = (membership.graph.id(), membership.account);
    let (item, twin) = (Key::member(graph, account), Key::membership(account, graph));
    let (condition, after) = match change {
        MemberChange::Created(after) => (Condition::absent(), Some(after)),
        MemberChange::Changed(before, after) => (unchanged(before), Some(after)),
        MemberChange::Ended(before) => (unchanged(before), None),
    };
    match after {
        Some(after) => {
            let revision = new_revision()?;
            transaction.put(item::write(&item, after, revision), Some(condition));
            transaction.put(item::write(&twin, after, revision), None);
        }
        None => {
            transaction.delete(&item, Some(condition));
            transaction.delete(&twin, None);
        }
    }
    Ok(())
}

/// The condition that nobody changed the membership since it was read.
fn unchanged(before: &Membership) -> Condition {
    Condition::new("Revision = :revision").with_number(":revision", before.revision)
}

/// A number that no form of a membership had. Counting would give the numbers of one that ended to
/// the next of the same account.
fn new_revision() -> Result<u64, StoreError> {
    let mut bits = [0; 8];
    getrandom::fill(&mut bits).map_err(StoreError::service("getrandom"))?;
    Ok(u64::from_be_bytes(bits).max(1))
}

fn refused(about: &[About], positions: &[usize]) -> MembersChanged {
    let refused: Vec<About> = positions
        .iter()
        .filter_map(|&at| about.get(at).copied())
        .collect();
    if refused.contains(&About::Graph) {
        return MembersChanged::GraphGone;
    }
    let mut overtaken = Vec::new();
    for each in &refused {
        if let About::Change(at) = each {
            overtaken.push(*at);
        }
    }
    // Whether there is room is known for those that are left.
    if overtaken.is_empty() {
        MembersChanged::NoRoom
    } else {
        overtaken.dedup();
        MembersChanged::Overtaken(overtaken)
    }
}
