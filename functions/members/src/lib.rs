//! The accounts that feed a graph beside its administrator: invited, verified, enabled, removed.

pub mod accept_invitation;
pub mod create_members;
pub mod delete_members;
pub mod disassociate_membership;
pub mod enable_members;
pub mod get_members;
pub mod list_invitations;
pub mod list_members;
mod load;
mod news;
mod own_membership;
pub mod reject_invitation;
mod settle;
mod shapes;
pub mod start_monitoring_member;
pub mod update_members;

use gumshoe_api::{Entry, Trigger};

/// The operations of this family.
pub static OPERATIONS: &[&Entry] = &[
    &create_members::ENTRY,
    &get_members::ENTRY,
    &list_members::ENTRY,
    &delete_members::ENTRY,
    &start_monitoring_member::ENTRY,
    &list_invitations::ENTRY,
    &accept_invitation::ENTRY,
    &reject_invitation::ENTRY,
    &disassociate_membership::ENTRY,
];

/// The triggers of this family.
pub static TRIGGERS: &[&Trigger] = &[&update_members::TRIGGER, &enable_members::TRIGGER];

/// How often a membership is looked at again that was changed by somebody else meanwhile.
const ATTEMPTS: usize = 10;
