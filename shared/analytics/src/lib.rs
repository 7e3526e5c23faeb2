//! What is unusual in the activity of entities, what belongs together, and why.
//!
//! Everything here is a function of values: rows of activity in, scores out. Reading the rows and keeping
//! the results is the functions' business. A score never goes without its [`Explanation`].

pub mod attack;
pub mod evidence;
pub mod explanation;
pub mod groups;
pub mod novelty;
pub mod peers;
pub mod report;
pub mod threat_lists;
pub mod travel;
pub mod volume;

pub use explanation::Explanation;

/// A count as a number to calculate with.
#[expect(
    clippy::cast_precision_loss,
    reason = "a count beyond 2^53 is known well enough by its first 15 digits"
)]
pub(crate) fn number(count: u64) -> f64 {
    count as f64
}
