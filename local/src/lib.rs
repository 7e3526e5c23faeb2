//! The local stack: all of Gumshoe in one process, for a laptop and for tests.

mod api;
pub mod aws;
pub mod backfill;
pub mod cli;
pub mod clients;
pub mod clock;
pub mod console;
pub mod demo;
pub mod endpoints;
mod event;
pub mod families;
pub mod functions;
pub mod gateway;
pub mod groups;
mod ingestion;
pub mod investigate;
pub mod last;
pub mod notify;
pub mod organization;
mod outbox;
mod outlets;
pub mod profile;
mod put_events;
pub mod queue;
pub mod redrive;
pub mod s3;
pub mod search;
pub mod size;
pub mod sqs;
pub mod stack;
pub mod synthetic;
mod terminal;
pub mod up;

use std::error::Error;

/// An error and its causes in one line.
pub fn chain(error: &(dyn Error + 'static)) -> String {
    let mut chain = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        chain.push_str(": ");
        chain.push_str(&error.to_string());
        cause = error.source();
    }
    chain
}

/// 128 random bits, for ids. Ids of a machine without randomness are all zero, which only logs show.
pub(crate) fn random_bits() -> u128 {
    let mut bytes = [0; 16];
    match getrandom::fill(&mut bytes) {
        Ok(()) => u128::from_ne_bytes(bytes),
        Err(_) => 0,
    }
}
