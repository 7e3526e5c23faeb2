//! What others are told of a deployment: records of calls, events of state changes, invitations.

pub mod deliver_notices;
mod event_bridge;
mod invitation;
mod log_files;
mod ses;

use gumshoe_api::Trigger;

pub use event_bridge::EventBridge;
pub use ses::Ses;

/// The triggers of this family.
pub static TRIGGERS: &[&Trigger] = &[&deliver_notices::TRIGGER];
