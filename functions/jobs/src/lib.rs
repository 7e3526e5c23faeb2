//! What a schedule starts.

pub mod compact_segments;
pub mod delete_graph_data;
pub mod sweep_segments;

use gumshoe_api::Trigger;

/// The triggers of this family.
pub static TRIGGERS: &[&Trigger] = &[
    &compact_segments::TRIGGER,
    &delete_graph_data::TRIGGER,
    &sweep_segments::TRIGGER,
];
