//! The behavior graph as a resource: made, listed, deleted by the account that administers it.

pub mod create_graph;
pub mod delete_graph;
pub mod list_graphs;

use gumshoe_api::Entry;

/// The operations of this family.
pub static OPERATIONS: &[&Entry] = &[
    &create_graph::ENTRY,
    &delete_graph::ENTRY,
    &list_graphs::ENTRY,
];
