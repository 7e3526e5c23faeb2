//! Which of the objects that are there are to be delivered, and to whose queue.

use std::collections::BTreeMap;
use std::ops::AddAssign;

use gumshoe_domain::{Day, LogSourceName};
use gumshoe_ingest::{Ledgers, is_decided};
use gumshoe_sources::{KeyVerdict, SOURCES, source_named};
use gumshoe_store::{ObjectName, Store, StoreError};
use serde::{Deserialize, Serialize};

use super::listing::Found;

/// Objects, and their bytes as stored.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Sum {
    pub(crate) objects: u64,
    pub(crate) bytes: u64,
}

impl Sum {
    pub(super) fn of(size: u64) -> Self {
        Self {
            objects: 1,
            bytes: size,
        }
    }
}

impl AddAssign for Sum {
    fn add_assign(&mut self, other: Self) {
        self.objects = self.objects.saturating_add(other.objects);
        self.bytes = self.bytes.saturating_add(other.bytes);
    }
}

/// An object for one source's queue.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    pub(super) source: LogSourceName,
    pub(super) found: Found,
}

/// What was found and is not delivered, and why.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Skipped {
    /// Every graph concerned has decided about them.
    pub(crate) decided: Sum,
    /// By their keys they hold no activity; by reason.
    pub(crate) left_out: BTreeMap<String, Sum>,
    /// No source knows their keys.
    pub(crate) unknown: Sum,
}

impl Skipped {
    pub(super) fn add(&mut self, other: &Self) {
        self.decided += other.decided;
        self.unknown += other.unknown;
        for (reason, sum) in &other.left_out {
            *self.left_out.entry(reason.clone()).or_default() += *sum;
        }
    }
}

/// Sorts objects; knows the ledgers of every source.
pub(super) struct Sorter {
    bucket: String,
    ledgers: BTreeMap<LogSourceName, Ledgers>,
}

impl Sorter {
    /// For the objects of `bucket` and of one source, or of every source.
    pub(super) fn new(store: &Store, bucket: &str, only: Option<LogSourceName>) -> Self {
        let sources = SOURCES.iter().map(|source| source.name());
        let sources = sources.filter(|source| only.is_none_or(|only| only == *source));
        Self {
            bucket: bucket.to_owned(),
            ledgers: sources
                .map(|source| (source, Ledgers::new(store.clone(), source)))
                .collect(),
        }
    }

    /// The objects of `found` that are to be delivered, and what is not. An object of several sources
    /// is delivered to each.
    pub(super) async fn sort(
        &mut self,
        found: &[Found],
    ) -> Result<(Vec<Wanted>, Skipped), StoreError> {
        let mut skipped = Skipped::default();
        let mut known = vec![false; found.len()];
        let mut wanted = Vec::new();
        for (&source, ledgers) in &mut self.ledgers {
            let mut own = Vec::new();
            for (found, known) in found.iter().zip(&mut known) {
                match source_named(source).owns(&found.key) {
                    KeyVerdict::Ours(_) => own.push(found),
                    KeyVerdict::LeftOut(reason, _) => {
                        let reason = reason.as_str().to_owned();
                        *skipped.left_out.entry(reason).or_default() += Sum::of(found.size);
                    }
                    KeyVerdict::NotOurs => continue,
                }
                *known = true;
            }
            let names: Vec<ObjectName> = own
                .iter()
                .map(|found| ObjectName {
                    bucket: self.bucket.clone(),
                    key: found.key.clone(),
                })
                .collect();
            for (found, fates) in own.into_iter().zip(ledgers.fates(&names).await?) {
                if is_decided(&fates) {
                    skipped.decided += Sum::of(found.size);
                } else {
                    let found = found.clone();
                    wanted.push(Wanted { source, found });
                }
            }
        }
        for (found, known) in found.iter().zip(known) {
            if !known {
                skipped.unknown += Sum::of(found.size);
            }
        }
        Ok((wanted, skipped))
    }
}

/// What is to be delivered, by source and day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Plan {
    pub(crate) wanted: BTreeMap<LogSourceName, BTreeMap<Day, Sum>>,
    pub(crate) skipped: Skipped,
}

impl Plan {
    pub(super) fn add(&mut self, wanted: &[Wanted], skipped: &Skipped) {
        for Wanted { source, found } in wanted {
            let days = self.wanted.entry(*source).or_default();
            *days.entry(found.day).or_default() += Sum::of(found.size);
        }
        self.skipped.add(skipped);
    }

    /// What is to be delivered of each source.
    pub(crate) fn by_source(&self) -> impl Iterator<Item = (LogSourceName, Sum)> {
        self.wanted.iter().map(|(source, days)| {
            let mut total = Sum::default();
            days.values().for_each(|sum| total += *sum);
            (*source, total)
        })
    }

    /// All that is to be delivered.
    pub(crate) fn total(&self) -> Sum {
        let mut total = Sum::default();
        self.by_source().for_each(|(_, sum)| total += sum);
        total
    }

    /// How many objects were looked at.
    pub(crate) fn found(&self) -> u64 {
        let left_out = self.skipped.left_out.values().map(|sum| sum.objects);
        let left_out: u64 = left_out.sum();
        let skipped = self.skipped.decided.objects + self.skipped.unknown.objects;
        self.total().objects + skipped + left_out
    }
}
