//! An organization: its Detective administrator, and the accounts that are enabled for it.

use gumshoe_api::{Entry, Trigger};

/// The operations of this family.
pub static OPERATIONS: &[&Entry] = &[];

/// The triggers of this family.
pub static TRIGGERS: &[&Trigger] = &[];
