//! Why a score is what it is.

use gumshoe_domain::ScopeTime;

/// What every score carries: an analyst can quote it, and check it.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// What was seen, in the unit that the sentence names.
    pub observed: f64,
    /// What would have been usual, in the same unit.
    pub expected: f64,
    /// The time that says what is usual.
    pub window: ScopeTime,
    /// The reason in one sentence.
    pub sentence: String,
}
