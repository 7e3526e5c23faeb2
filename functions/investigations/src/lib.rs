//! Investigations: started, run, listed, archived.

use gumshoe_api::{Entry, Trigger};

/// The operations of this family.
pub static OPERATIONS: &[&Entry] = &[];

/// The triggers of this family.
pub static TRIGGERS: &[&Trigger] = &[];
