//! Rows and the registries of entities, as Parquet objects: *segments*.
//!
//! A segment is written once and never changed, and holds rows of one kind ([`RowKind`]).
//! `docs/data-format.md` describes it for people who read it with other tools; the columns of each kind
//! are the same as tables. What is written ([`write`](write::write), [`write_entities`]) comes back by
//! [`fetch`] and [`fetch_entities`], which read of an object only what can hold the wanted entity;
//! [`Compaction`] makes few segments of many.

pub mod activity;
mod batch;
mod checksums;
pub mod columns;
pub mod compact;
pub mod entities;
pub mod error;
pub mod filter;
mod footer;
pub mod graph_rows;
pub mod in_order;
pub mod index;
pub mod kind;
pub mod kubernetes;
pub mod network;
mod optional_texts;
mod parts;
pub mod predicate;
mod prune;
pub mod read;
pub mod registry;
pub mod relations;
mod row_groups;
#[cfg(test)]
mod tests;
pub mod write;

pub use activity::columns::Column;
pub use compact::{Compacted, Compaction, Full};
pub use entities::{
    EntityFilter, FetchedEntities, fetch_entities, fetch_entities_from_bytes, read_entities,
};
pub use error::SegmentError;
pub use filter::Filter;
pub use in_order::in_order;
pub use kind::{RowKind, Span};
pub use kubernetes::columns::KubernetesColumn;
pub use network::columns::NetworkColumn;
pub use read::{Fetched, ScanStats, fetch, fetch_from_bytes, read_all, scan};
pub use relations::columns::RelationColumn;
pub use write::{Packing, SegmentWriter, Written, write, write_entities};
