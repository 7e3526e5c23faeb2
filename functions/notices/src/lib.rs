//! What others are told of a deployment: records of calls, events of state changes, invitations.

use gumshoe_api::{Entry, Trigger};

/// The operations of this family.
pub static OPERATIONS: &[&Entry] = &[];

/// The triggers of this family.
pub static TRIGGERS: &[&Trigger] = &[];
