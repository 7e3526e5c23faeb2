//! What a schedule starts.

pub mod close_days;
pub mod compact_segments;
pub mod delete_graph_data;
pub mod erase_accounts;
pub mod expire_segments;
mod merging;
pub mod sweep_segments;
pub mod update_finding_groups;

use gumshoe_api::Trigger;

/// The triggers of this family.
pub static TRIGGERS: &[&Trigger] = &[
    &close_days::TRIGGER,
    &compact_segments::TRIGGER,
    &delete_graph_data::TRIGGER,
    &erase_accounts::TRIGGER,
    &expire_segments::TRIGGER,
    &sweep_segments::TRIGGER,
    &update_finding_groups::TRIGGER,
];
