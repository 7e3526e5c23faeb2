//! Rows of activity and the registry of entities, as Parquet objects: *segments*.
//!
//! A segment is written once and never changed. `docs/data-format.md` describes it for people who
//! read it with other tools; [`columns`] is the same as a table. What is written ([`write_activity`], [`write_batch`],
//! [`write_entities`]) comes back by [`fetch`] and [`fetch_entities`], which read of an object only
//! what can hold the wanted entity; [`Compaction`] makes one segment of many.

mod activity_batch;
mod activity_rows;
mod batch;
mod checksums;
pub mod columns;
pub mod compact;
pub mod entities;
pub mod error;
pub mod filter;
pub mod graph_rows;
mod parts;
mod predicate;
mod prune;
pub mod read;
pub mod registry;
mod row_groups;
#[cfg(test)]
mod tests;
pub mod write;

pub use columns::Column;
pub use compact::{Compacted, Compaction};
pub use entities::{
    EntityFilter, EntityRow, FetchedEntities, fetch_entities, fetch_entities_from_bytes,
    read_entities,
};
pub use error::SegmentError;
pub use filter::Filter;
pub use read::{Fetched, ScanStats, fetch, fetch_from_bytes, read_all, scan};
pub use write::{Segment, write_activity, write_batch, write_entities};
