//! Relations added up to rows, each kept once with its count.

use std::collections::BTreeSet;
use std::hash::BuildHasher;

use gumshoe_domain::{Day, Hour};
use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

use super::{Party, Relation, RelationType};
use crate::aggregate::{Tally, position};
use crate::entity::EntityType;
use crate::texts::{TextId, Texts};

/// Rows of relations, unique by everything but their count and times.
#[derive(Debug, Default)]
pub struct RelationAggregate {
    texts: Texts,
    rows: HashTable<u32>,
    keys: Vec<RowKey>,
    tallies: Vec<Tally>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct RowKey {
    hour: Hour,
    account: TextId,
    from: (EntityType, TextId),
    relation: RelationType,
    to: (EntityType, TextId),
    from_account: Option<TextId>,
    from_arn: Option<TextId>,
    to_arn: Option<TextId>,
    detail: Option<TextId>,
}

impl RelationAggregate {
    /// Adds a row, or counts it in the row that is there.
    pub fn add(&mut self, row: &Relation<'_>) {
        let texts = &mut self.texts;
        let key = RowKey {
            hour: row.hour,
            account: texts.intern(row.account),
            from: (row.from.kind, texts.intern(row.from.id)),
            relation: row.relation,
            to: (row.to.kind, texts.intern(row.to.id)),
            from_account: row.from_account.map(|it| texts.intern(it)),
            from_arn: row.from_arn.map(|it| texts.intern(it)),
            to_arn: row.to_arn.map(|it| texts.intern(it)),
            detail: row.detail.map(|it| texts.intern(it)),
        };
        let tally = Tally {
            calls: row.count,
            first_seen: row.first_seen,
            last_seen: row.last_seen,
        };
        let hash = FxBuildHasher.hash_one(key);
        if let Some(&at) = self.rows.find(hash, |&at| self.keys[at as usize] == key) {
            self.tallies[at as usize].absorb(tally);
            return;
        }
        let at = position(self.keys.len());
        self.keys.push(key);
        self.tallies.push(tally);
        let keys = &self.keys;
        self.rows
            .insert_unique(hash, at, |&at| FxBuildHasher.hash_one(keys[at as usize]));
    }

    /// Adds every row of `other`.
    pub fn absorb(&mut self, other: &Self) {
        other.relations().for_each(|row| self.add(&row));
    }

    /// Forgets every row and keeps the memory.
    pub fn clear(&mut self) {
        self.texts.clear();
        self.rows.clear();
        self.keys.clear();
        self.tallies.clear();
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Bytes of memory held, about.
    pub fn memory(&self) -> usize {
        self.texts.memory()
            + self.keys.capacity() * size_of::<RowKey>()
            + self.tallies.capacity() * size_of::<Tally>()
            + self.rows.capacity() * 5
    }

    /// Every row, in the order of [`Relation::order`]. Two aggregates of the same relations give the
    /// same rows in the same order, however they were added.
    pub fn sorted(&self) -> impl Iterator<Item = Relation<'_>> {
        self.sorted_where(|_| true)
    }

    /// The rows of one UTC day, in the order of [`Self::sorted`].
    pub fn sorted_of_day(&self, day: Day) -> impl Iterator<Item = Relation<'_>> {
        self.sorted_where(move |hour| hour.day() == day)
    }

    fn sorted_where(&self, wanted: impl Fn(Hour) -> bool) -> impl Iterator<Item = Relation<'_>> {
        let mut rows: Vec<Relation<'_>> = self.relations().filter(|it| wanted(it.hour)).collect();
        rows.sort_unstable_by(Relation::order);
        rows.into_iter()
    }

    /// The UTC days of the rows.
    pub fn days(&self) -> BTreeSet<Day> {
        self.keys.iter().map(|key| key.hour.day()).collect()
    }

    /// Every row, in no particular order.
    pub fn relations(&self) -> impl Iterator<Item = Relation<'_>> {
        self.keys
            .iter()
            .zip(&self.tallies)
            .map(|(key, tally)| self.relation(key, *tally))
    }

    fn relation(&self, key: &RowKey, tally: Tally) -> Relation<'_> {
        let party = |(kind, id)| Party {
            kind,
            id: self.texts.get(id),
        };
        let text = |id: Option<TextId>| id.map(|it| self.texts.get(it));
        Relation {
            hour: key.hour,
            account: self.texts.get(key.account),
            from: party(key.from),
            relation: key.relation,
            to: party(key.to),
            from_account: text(key.from_account),
            from_arn: text(key.from_arn),
            to_arn: text(key.to_arn),
            detail: text(key.detail),
            count: tally.calls,
            first_seen: tally.first_seen,
            last_seen: tally.last_seen,
        }
    }
}
