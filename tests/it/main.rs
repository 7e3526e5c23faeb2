//! What a user of Gumshoe sees, test by test.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "tests fail by panicking"
)]

mod activity_order;
mod authorization;
mod bad_input;
mod concurrency;
mod datasources;
mod evidence;
mod exactly_once;
mod faults;
mod finding_groups;
mod findings;
mod graphs;
mod interfaces;
mod investigations;
mod isolation;
mod kubernetes;
mod layers;
mod manifest;
mod members;
mod network;
mod notices;
mod novelty;
mod organization;
mod paging;
mod paths;
mod pods;
mod profile;
mod protocol;
mod relationships;
mod retention;
mod scenario;
mod search;
mod search_index;
mod segments;
mod signing;
mod source_records;
mod summary;
mod tags;
mod tokens;
mod trails;
mod usage;
mod volume;
mod volumes;
mod world;
