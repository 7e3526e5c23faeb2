//! Calls added up by their values in some dimensions.

use std::collections::HashMap;

use gumshoe_activity::{Call, Dimension, EntityType};
use gumshoe_domain::Timestamp;

/// The sums of one group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sums {
    pub(crate) success: u64,
    pub(crate) failure: u64,
    pub(crate) first_seen: Timestamp,
    pub(crate) last_seen: Timestamp,
}

impl Default for Sums {
    fn default() -> Self {
        Self {
            success: 0,
            failure: 0,
            first_seen: Timestamp::MAX,
            last_seen: Timestamp::MIN,
        }
    }
}

impl Sums {
    pub(crate) fn add(&mut self, call: &Call<'_>) {
        if call.failed() {
            self.failure += call.calls;
        } else {
            self.success += call.calls;
        }
        self.first_seen = self.first_seen.min(call.first_seen);
        self.last_seen = self.last_seen.max(call.last_seen);
    }

    pub(crate) fn total(&self) -> u64 {
        self.success + self.failure
    }
}

/// The values of a group, in the order of the dimensions.
pub(crate) type Keys = Vec<Option<String>>;

/// Groups of calls.
#[derive(Debug)]
pub(crate) struct Groups<'a> {
    dimensions: &'a [Dimension],
    from: EntityType,
    groups: HashMap<Keys, Sums>,
    pub(crate) totals: Sums,
}

impl<'a> Groups<'a> {
    /// Groups by `dimensions`, seen from an entity of kind `from`.
    pub(crate) fn new(dimensions: &'a [Dimension], from: EntityType) -> Self {
        Self {
            dimensions,
            from,
            groups: HashMap::new(),
            totals: Sums::default(),
        }
    }

    pub(crate) fn add(&mut self, call: &Call<'_>) {
        self.totals.add(call);
        if self.dimensions.is_empty() {
            return;
        }
        let keys = self
            .dimensions
            .iter()
            .map(|dimension| dimension.of(call, self.from).map(str::to_owned))
            .collect();
        self.groups.entry(keys).or_default().add(call);
    }

    /// The groups in an order; equal ones in the order of their keys, so that pages fit together.
    pub(crate) fn sorted(self, order: Order) -> Vec<(Keys, Sums)> {
        let mut groups: Vec<(Keys, Sums)> = self.groups.into_iter().collect();
        groups.sort_unstable_by(|(keys, sums), (other_keys, other)| {
            let compared = order.by.compare(sums, other);
            let compared = if order.descending {
                compared.reverse()
            } else {
                compared
            };
            compared.then_with(|| keys.cmp(other_keys))
        });
        groups
    }
}

/// How groups are sorted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Order {
    pub(crate) by: SortBy,
    pub(crate) descending: bool,
}

/// What groups are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SortBy {
    SuccessCount,
    FailureCount,
    TotalCount,
    FirstSeen,
    LastSeen,
}

impl SortBy {
    pub(crate) const ALL: &[(&str, Self)] = &[
        ("SuccessCount", Self::SuccessCount),
        ("FailureCount", Self::FailureCount),
        ("TotalCount", Self::TotalCount),
        ("FirstSeen", Self::FirstSeen),
        ("LastSeen", Self::LastSeen),
    ];

    fn compare(self, a: &Sums, b: &Sums) -> std::cmp::Ordering {
        match self {
            Self::SuccessCount => a.success.cmp(&b.success),
            Self::FailureCount => a.failure.cmp(&b.failure),
            Self::TotalCount => a.total().cmp(&b.total()),
            Self::FirstSeen => a.first_seen.cmp(&b.first_seen),
            Self::LastSeen => a.last_seen.cmp(&b.last_seen),
        }
    }
}
