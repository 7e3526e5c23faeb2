//! Every family of functions: what the local stack links, and what `gumshoe functions` tells.

use gumshoe_api::{Entry, Trigger};

/// The operations of each family.
const OPERATIONS: &[&[&Entry]] = &[
    gumshoe_graphs::OPERATIONS,
    gumshoe_members::OPERATIONS,
    gumshoe_organization::OPERATIONS,
    gumshoe_datasources::OPERATIONS,
    gumshoe_investigations::OPERATIONS,
    gumshoe_behavior::OPERATIONS,
];

/// The triggers of each family.
const TRIGGERS: &[&[&Trigger]] = &[
    gumshoe_ingest::TRIGGERS,
    gumshoe_members::TRIGGERS,
    gumshoe_organization::TRIGGERS,
    gumshoe_datasources::TRIGGERS,
    gumshoe_investigations::TRIGGERS,
    gumshoe_notices::TRIGGERS,
    gumshoe_jobs::TRIGGERS,
];

/// Every operation of the API.
pub fn operations() -> impl Iterator<Item = &'static Entry> {
    OPERATIONS.iter().copied().flatten().copied()
}

/// Everything else that is started.
pub fn triggers() -> impl Iterator<Item = &'static Trigger> {
    TRIGGERS.iter().copied().flatten().copied()
}
