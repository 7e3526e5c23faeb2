//! Data source packages: what kinds of log a graph takes.

use gumshoe_api::{Entry, Trigger};

/// The operations of this family.
pub static OPERATIONS: &[&Entry] = &[];

/// The triggers of this family.
pub static TRIGGERS: &[&Trigger] = &[];
