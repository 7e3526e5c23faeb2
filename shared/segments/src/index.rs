//! The index of a graph's entities: what makes a search read few objects, however many entities there are.
//!
//! The registries of segments tell of a day each. The index is made of them: *runs*, each of which has
//! every entity of many registries once, in the order of kind and id, and the *terms* by which these are
//! found, in their order. A run's objects are written once and never changed; `contents.json` tells
//! which there are, and which segments they are made of. A search reads the runs, and the registries of
//! the segments that no run is made of yet.

pub(crate) mod build;
pub(crate) mod chain;
pub(crate) mod contents;
pub(crate) mod entity_rows;
pub(crate) mod lookup;
pub(crate) mod merge;
pub(crate) mod named;
pub(crate) mod shards;
pub(crate) mod sorted;
pub(crate) mod terms;

pub use build::{Extended, extend};
pub use contents::Contents;
pub use lookup::{Lookup, SearchStats, Seen, TextLookup, Visitor, search};
pub use terms::TERMS;

use gumshoe_activity::Sighting;

/// The texts by which an entity is found, in lower case: its id, its name and its ARN.
pub(crate) fn texts(entity: &Sighting<'_>) -> Vec<String> {
    let texts = [Some(entity.id), entity.name, entity.arn.as_deref()];
    let mut texts: Vec<String> = texts.into_iter().flatten().map(str::to_lowercase).collect();
    texts.sort_unstable();
    texts.dedup();
    texts
}
