//! An organization: its Detective administrator, and the accounts that are enabled for it.

mod callers;
mod changes;
pub mod describe_organization_configuration;
pub mod disable_organization_admin_account;
pub mod enable_organization_admin_account;
pub mod list_organization_admin_accounts;
mod reconcile;
pub mod reconcile_organization;
pub mod take_organization_events;
pub mod update_organization_configuration;

use gumshoe_api::{Entry, Trigger};

/// The operations of this family.
pub static OPERATIONS: &[&Entry] = &[
    &describe_organization_configuration::ENTRY,
    &disable_organization_admin_account::ENTRY,
    &enable_organization_admin_account::ENTRY,
    &list_organization_admin_accounts::ENTRY,
    &update_organization_configuration::ENTRY,
];

/// The triggers of this family.
pub static TRIGGERS: &[&Trigger] = &[
    &reconcile_organization::TRIGGER,
    &take_organization_events::TRIGGER,
];
