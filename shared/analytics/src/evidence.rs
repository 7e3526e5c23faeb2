//! What is remarkable in a day that is over: findings of Gumshoe's own, which take part in groups.
//!
//! The six kinds are those of Amazon Detective User Guide, "Informational findings in finding groups".
//! [`Day`] collects a day's calls, [`Before`] what of them was there in the 45 days before, and [`find`]
//! says what is left to tell. It is meant to be quiet: `docs/analytics.md` says what is left out.

mod day;
mod find;
mod kind;
mod program;

pub use day::{Before, Day};
pub use find::{Evidence, Window, find};
pub use kind::{EvidenceKind, NotAnEvidenceKind};

#[cfg(test)]
mod tests;
