//! The behavior graph as a resource: made, listed, tagged, deleted by the account that administers it.

pub mod create_graph;
pub mod delete_graph;
pub mod list_graphs;
pub mod list_tags_for_resource;
pub mod tag_resource;
mod tagging;
pub mod untag_resource;

use gumshoe_api::Entry;

/// The operations of this family.
pub static OPERATIONS: &[&Entry] = &[
    &create_graph::ENTRY,
    &delete_graph::ENTRY,
    &list_graphs::ENTRY,
    &list_tags_for_resource::ENTRY,
    &tag_resource::ENTRY,
    &untag_resource::ENTRY,
];
