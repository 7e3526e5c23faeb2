//! What a user of Gumshoe sees, test by test.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "tests fail by panicking"
)]

mod bad_input;
mod exactly_once;
mod graphs;
mod isolation;
mod layers;
mod protocol;
mod search;
