//! What entities are to each other: who assumed whom, who created what, what belongs to what.

mod aggregate;
mod kinds;
#[cfg(test)]
mod tests;

use std::cmp::Ordering;

use gumshoe_domain::{Hour, Timestamp};

use crate::entity::EntityType;

pub use aggregate::RelationAggregate;
pub use kinds::{Evidence, NotARelationType, RelationType};

/// One side of a relation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Party<'a> {
    /// The kind of the entity.
    pub kind: EntityType,
    /// Its identifier within the kind.
    pub id: &'a str,
}

/// One row of relations: what records of one hour showed of one pair of entities.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Relation<'a> {
    /// The hour of all of the row's records.
    pub hour: Hour,
    /// The account whose log showed it, 12 digits.
    pub account: &'a str,
    /// The entity that is, did or has something.
    pub from: Party<'a>,
    /// What it is to the other.
    pub relation: RelationType,
    /// The other.
    pub to: Party<'a>,
    /// The account of `from`, where the log is another account's.
    pub from_account: Option<&'a str>,
    /// The ARN of `from`, where the log tells it.
    pub from_arn: Option<&'a str>,
    /// The ARN of `to`, where the log tells it.
    pub to_arn: Option<&'a str>,
    /// What the relation has to add; see [`RelationType`].
    pub detail: Option<&'a str>,
    /// Number of records that showed it, at least one.
    pub count: u64,
    /// The first of them.
    pub first_seen: Timestamp,
    /// The last of them.
    pub last_seen: Timestamp,
}

impl<'a> Relation<'a> {
    /// Both entities, or the one that is related to itself.
    pub fn entities(&self) -> impl Iterator<Item = (EntityType, &'a str)> {
        let other = Some(self.to).filter(|to| *to != self.from);
        [Some(self.from), other]
            .into_iter()
            .flatten()
            .map(|it| (it.kind, it.id))
    }

    /// The order in which segments hold rows. Only rows that differ in nothing but their count and
    /// times are equal in it.
    pub fn order(&self, other: &Relation<'_>) -> Ordering {
        self.key().cmp(&other.key())
    }

    /// Adds what `other`, which is equal in the order, counted.
    pub fn absorb(&mut self, other: &Relation<'_>) {
        self.count = self.count.saturating_add(other.count);
        self.first_seen = self.first_seen.min(other.first_seen);
        self.last_seen = self.last_seen.max(other.last_seen);
    }

    /// The first three are what readers skip by; see `docs/data-format.md`.
    #[expect(
        clippy::type_complexity,
        reason = "a key is the row without its counts"
    )]
    fn key(
        &self,
    ) -> (
        (&str, &str, EntityType),
        RelationType,
        (&str, EntityType),
        Hour,
        [Option<&str>; 4],
    ) {
        (
            (self.account, self.from.id, self.from.kind),
            self.relation,
            (self.to.id, self.to.kind),
            self.hour,
            [self.from_account, self.from_arn, self.to_arn, self.detail],
        )
    }
}
