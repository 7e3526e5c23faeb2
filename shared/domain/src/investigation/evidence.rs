//! Why an indicator is one.

use super::Indicator;
use crate::{ScopeTime, Timestamp};

/// An indicator, with why it is one. Reports that were made before evidence was kept have none.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// What was found.
    pub indicator: Indicator,
    /// Why.
    pub evidence: Option<Evidence>,
}

/// What an analyst can quote and check: what was seen, what was to be expected, and when.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// What was seen, in the unit that the sentence names.
    pub observed: f64,
    /// What would have been usual, in the same unit.
    pub expected: f64,
    /// The time that says what is usual.
    pub window: ScopeTime,
    /// The reason in one sentence.
    pub sentence: String,
    /// When it was seen first and last.
    pub seen: (Timestamp, Timestamp),
    /// What it was done to: bucket names and instance ids, some of them when there are many.
    pub resources: Vec<String>,
}

impl Evidence {
    /// Most resources that are named.
    pub const MOST_RESOURCES: usize = 20;
}

impl Found {
    /// The indicators of `found`, without why.
    pub fn indicators(found: &[Self]) -> Vec<Indicator> {
        found.iter().map(|it| it.indicator.clone()).collect()
    }
}
