//! Data source packages: what kinds of log a graph takes, and how much of each.

pub mod batch_get_graph_member_datasources;
pub mod batch_get_membership_datasources;
mod history;
pub mod list_datasource_packages;
pub mod update_datasource_packages;
pub mod update_volumes;
mod warnings;

use gumshoe_api::{Entry, Trigger};

/// The operations of this family.
pub static OPERATIONS: &[&Entry] = &[
    &batch_get_graph_member_datasources::ENTRY,
    &batch_get_membership_datasources::ENTRY,
    &list_datasource_packages::ENTRY,
    &update_datasource_packages::ENTRY,
];

/// The triggers of this family.
pub static TRIGGERS: &[&Trigger] = &[&update_volumes::TRIGGER];
