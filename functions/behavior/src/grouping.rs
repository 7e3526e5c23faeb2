//! Activity added up by its values in some dimensions.

use std::cmp::Ordering;
use std::collections::HashMap;

use gumshoe_activity::Entity;
use gumshoe_api::Invalid;
use gumshoe_domain::Timestamp;

use crate::source::{Activity, MOST_MEASURES};

/// The sums of one group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sums {
    /// In the order of the source's measures.
    pub(crate) measures: [u64; MOST_MEASURES],
    pub(crate) first_seen: Timestamp,
    pub(crate) last_seen: Timestamp,
}

/// Adds up to what a signed number of 64 bits holds: bytes are what logs say.
pub(crate) fn plus(sum: u64, more: u64) -> u64 {
    sum.saturating_add(more).min(i64::MAX.unsigned_abs())
}

impl Default for Sums {
    fn default() -> Self {
        Self {
            measures: [0; MOST_MEASURES],
            first_seen: Timestamp::MAX,
            last_seen: Timestamp::MIN,
        }
    }
}

impl Sums {
    pub(crate) fn add<C: Activity>(&mut self, row: &C::Row<'_>) {
        for (sum, more) in self.measures.iter_mut().zip(C::measures(row)) {
            *sum = plus(*sum, more);
        }
        let span = C::span(row);
        self.first_seen = self.first_seen.min(span.first_seen);
        self.last_seen = self.last_seen.max(span.last_seen);
    }

    /// Adds other sums.
    pub(crate) fn merge(&mut self, other: &Self) {
        for (sum, more) in self.measures.iter_mut().zip(other.measures) {
            *sum = plus(*sum, more);
        }
        self.first_seen = self.first_seen.min(other.first_seen);
        self.last_seen = self.last_seen.max(other.last_seen);
    }

    /// The sums that make the total, together.
    pub(crate) fn total<C: Activity>(&self) -> u64 {
        self.measures
            .iter()
            .take(C::TOTALLED)
            .copied()
            .fold(0, plus)
    }

    /// Whether anything was added.
    pub(crate) fn is_seen(&self) -> bool {
        self.first_seen <= self.last_seen
    }

    /// Each sum with its name.
    pub(crate) fn named<C: Activity>(&self) -> impl Iterator<Item = (&'static str, u64)> {
        C::MEASURES.iter().copied().zip(self.measures)
    }
}

/// The values of a group, in the order of the dimensions.
pub(crate) type Keys = Vec<Option<String>>;

/// Groups of activity.
#[derive(Debug)]
pub(crate) struct Groups<'a, C: Activity> {
    dimensions: &'a [C::Dimension],
    from: &'a Entity,
    groups: HashMap<Keys, Sums>,
    pub(crate) totals: Sums,
}

impl<'a, C: Activity> Groups<'a, C> {
    /// Groups by `dimensions`, seen from the entity `from`.
    pub(crate) fn new(dimensions: &'a [C::Dimension], from: &'a Entity) -> Self {
        Self {
            dimensions,
            from,
            groups: HashMap::new(),
            totals: Sums::default(),
        }
    }

    pub(crate) fn add(&mut self, row: &C::Row<'_>) {
        self.totals.add::<C>(row);
        if self.dimensions.is_empty() {
            return;
        }
        let value = |dimension: &C::Dimension| C::value(row, *dimension, self.from);
        let keys = self.dimensions.iter().map(value);
        let keys = keys.map(|it| it.map(Into::into)).collect();
        self.groups.entry(keys).or_default().add::<C>(row);
    }

    /// The groups in an order; equal ones in the order of their keys, so that pages fit together.
    pub(crate) fn sorted(self, order: Order) -> Vec<(Keys, Sums)> {
        let mut groups: Vec<(Keys, Sums)> = self.groups.into_iter().collect();
        groups.sort_unstable_by(|(keys, sums), (other_keys, other)| {
            let compared = order.compare::<C>(sums, other);
            compared.then_with(|| keys.cmp(other_keys))
        });
        groups
    }
}

impl<C: Activity> Groups<'_, C> {
    /// The groups as a hierarchy shows them: those with the same value in the first dimension together, in
    /// the order that was asked for; below that by the first measure, the greatest first. Amazon Detective
    /// User Guide, "Sorting the activity details": lower levels are sorted by successful calls.
    pub(crate) fn nested(self, order: Order) -> Vec<(Keys, Sums)> {
        let mut levels: HashMap<Keys, Sums> = HashMap::new();
        for (keys, sums) in &self.groups {
            for depth in 1..=keys.len() {
                let above = keys.iter().take(depth).cloned().collect();
                levels.entry(above).or_default().merge(sums);
            }
        }
        let of = |keys: &[Option<String>]| levels.get(keys).copied().unwrap_or_default();
        let mut groups: Vec<(Keys, Sums)> = self.groups.into_iter().collect();
        groups.sort_by(|(keys, _), (others, _)| {
            let depth = keys.iter().zip(others).take_while(|(a, b)| a == b).count() + 1;
            let (Some(one), Some(other)) = (keys.get(..depth), others.get(..depth)) else {
                return keys.cmp(others);
            };
            let (sums, other_sums) = (of(one), of(other));
            let compared = match depth {
                1 => order.compare::<C>(&sums, &other_sums),
                _ => SortBy::Measure(0).compare::<C>(&other_sums, &sums),
            };
            compared.then_with(|| one.cmp(other))
        });
        groups
    }
}

/// The columns that these dimensions and the sums are made of.
pub(crate) fn columns<C: Activity>(dimensions: impl IntoIterator<Item = C::Dimension>) -> Vec<C> {
    let mut columns = C::MEASURED.to_vec();
    columns.extend(dimensions.into_iter().flat_map(C::columns_of));
    columns.sort_unstable();
    columns.dedup();
    columns
}

/// How groups are sorted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Order {
    by: SortBy,
    descending: bool,
}

/// What groups are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SortBy {
    /// The sum at this place among the source's measures.
    Measure(usize),
    TotalCount,
    FirstSeen,
    LastSeen,
}

impl Order {
    /// Reads the members `SortBy` and `SortOrder`.
    pub(crate) fn parse<C: Activity>(
        by: Option<&str>,
        order: Option<&str>,
    ) -> Result<Self, Invalid> {
        let by = by.map_or(Ok(SortBy::TotalCount), SortBy::parse::<C>)?;
        let descending = match order {
            None | Some("DESC") => true,
            Some("ASC") => false,
            Some(_) => return Err(Invalid::new("SortOrder", "must be one of ASC, DESC")),
        };
        Ok(Self { by, descending })
    }
}

impl Order {
    fn compare<C: Activity>(self, a: &Sums, b: &Sums) -> Ordering {
        let compared = self.by.compare::<C>(a, b);
        if self.descending {
            compared.reverse()
        } else {
            compared
        }
    }
}

impl SortBy {
    const BESIDE_MEASURES: &[(&str, Self)] = &[
        ("TotalCount", Self::TotalCount),
        ("FirstSeen", Self::FirstSeen),
        ("LastSeen", Self::LastSeen),
    ];

    fn parse<C: Activity>(text: &str) -> Result<Self, Invalid> {
        let measures = C::MEASURES.iter().enumerate();
        let all: Vec<(&str, Self)> = measures
            .map(|(at, name)| (*name, Self::Measure(at)))
            .chain(Self::BESIDE_MEASURES.iter().copied())
            .collect();
        let found = all.iter().find(|(name, _)| *name == text);
        found.map(|(_, by)| *by).ok_or_else(|| {
            let names: Vec<&str> = all.iter().map(|(name, _)| *name).collect();
            Invalid::new("SortBy", format!("must be one of {}", names.join(", ")))
        })
    }

    fn compare<C: Activity>(self, a: &Sums, b: &Sums) -> Ordering {
        match self {
            Self::Measure(at) => a.measures.get(at).cmp(&b.measures.get(at)),
            Self::TotalCount => a.total::<C>().cmp(&b.total::<C>()),
            Self::FirstSeen => a.first_seen.cmp(&b.first_seen),
            Self::LastSeen => a.last_seen.cmp(&b.last_seen),
        }
    }
}
