//! The behavior API: what Detective's console asks its graph, and Detective's API does not tell.

mod attachments;
mod baseline;
mod bedrock;
pub mod delete_account_data;
mod explained;
mod filters;
pub mod find_paths;
mod finding_groups;
mod findings;
mod found;
pub mod get_activity_timeline;
pub mod get_entity;
pub mod get_finding;
pub mod get_finding_group;
pub mod get_ingest_status;
pub mod get_profile;
pub mod get_summary;
pub mod get_usage;
mod group_picture;
mod grouping;
pub mod list_activity;
pub mod list_finding_groups;
pub mod list_findings;
pub mod list_high_volume_entities;
pub mod list_new_behaviors;
pub mod list_relationships;
pub mod list_segments;
pub mod list_source_records;
pub mod list_volume_changes;
mod named;
mod new_to_whom;
mod originals;
mod pattern;
mod profile;
mod properties;
mod reaching;
mod relating;
pub mod search_entities;
mod shapes;
mod source;
pub mod summarize_finding_group;
mod summary;
pub mod update_finding_state;
mod usage;
mod whole_group;

use gumshoe_api::Entry;

/// The operations of this family.
pub static OPERATIONS: &[&Entry] = &[
    &search_entities::ENTRY,
    &get_entity::ENTRY,
    &get_profile::ENTRY,
    &list_activity::ENTRY,
    &get_activity_timeline::ENTRY,
    &list_new_behaviors::ENTRY,
    &list_volume_changes::ENTRY,
    &list_findings::ENTRY,
    &list_high_volume_entities::ENTRY,
    &get_finding::ENTRY,
    &update_finding_state::ENTRY,
    &list_finding_groups::ENTRY,
    &get_finding_group::ENTRY,
    &summarize_finding_group::ENTRY,
    &list_relationships::ENTRY,
    &list_source_records::ENTRY,
    &list_segments::ENTRY,
    &find_paths::ENTRY,
    &get_summary::ENTRY,
    &get_usage::ENTRY,
    &get_ingest_status::ENTRY,
    &delete_account_data::ENTRY,
];
