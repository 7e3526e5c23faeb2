//! What the analytics promise, on data whose truth is known.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod groups;
