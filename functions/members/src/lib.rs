//! The accounts that feed a graph beside its administrator: invited, verified, enabled, removed.

use gumshoe_api::{Entry, Trigger};

/// The operations of this family.
pub static OPERATIONS: &[&Entry] = &[];

/// The triggers of this family.
pub static TRIGGERS: &[&Trigger] = &[];
