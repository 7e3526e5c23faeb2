//! What is unusual in the activity of entities, what belongs together, and why.
//!
//! Everything here is a function of values: rows of activity in, scores out. Reading the rows and keeping
//! the results is the functions' business. A score never goes without its [`Explanation`].

pub mod explanation;
pub mod groups;

pub use explanation::Explanation;
