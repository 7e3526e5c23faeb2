//! Entities by what they are called.

use std::collections::BTreeSet;
use std::sync::Arc;

use futures::future::try_join_all;
use gumshoe_activity::{Entity, EntityTable, EntityType, Sighting};
use gumshoe_domain::{GraphId, Timestamp};
use gumshoe_store::{Access, Manifest, StoreError};

use super::chain::{Chain, Done, Link};
use super::contents::Contents;
use super::entity_rows::EntityRows;
use super::merge::Merge;
use super::named::named;
use super::sorted::{Place, Sorted};
use crate::columns::EntityColumn;
use crate::entities::EntityFilter;
use crate::error::SegmentError;
use crate::predicate::{At, Predicate, Test};
use crate::registry;
use crate::row_groups::{RowGroups, Wanted};
use crate::write::write_entities;

/// Entities that are read where all must be, at most. That many are read in some twenty seconds.
const MOST_READ: u64 = 30_000_000;

/// How often a search begins anew because what it was about to read was replaced.
const ATTEMPTS: usize = 4;

/// What is looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lookup {
    /// Only entities of this kind.
    pub kind: Option<EntityType>,
    /// What they are called.
    pub text: TextLookup,
}

/// What the id, the name or the ARN of an entity is, in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextLookup {
    /// Anything.
    Any,
    /// This.
    Exact(String),
    /// Something that begins with this.
    Prefix(String),
    /// The id is this, in this very case.
    Id(String),
}

/// Whether a visitor wants to see more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// It does.
    More,
    /// Of this kind it has seen enough.
    EnoughOfKind,
}

/// Who is shown entities.
pub trait Visitor: Send {
    /// All of them are shown from now on, whatever was shown before.
    fn begin(&mut self);

    /// An entity with all that is known of it, in the order of kind and id. It may not be what was
    /// looked up.
    fn see(&mut self, entity: &Sighting<'_>) -> Seen;
}

/// What a search took.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SearchStats {
    /// Objects of the index that were read from.
    pub objects: u64,
    /// Requests to S3 for them.
    pub requests: u64,
    /// Bytes of them.
    pub bytes: u64,
    /// Rows that were decoded.
    pub rows: u64,
    /// Segments that the index does not have yet, and that were read, too.
    pub segments: u64,
}

impl SearchStats {
    pub(crate) fn add(&mut self, other: Self) {
        self.objects += other.objects;
        self.requests += other.requests;
        self.bytes += other.bytes;
        self.rows += other.rows;
        self.segments += other.segments;
    }

    pub(crate) fn add_file(&mut self, file: &RowGroups) {
        let (requests, bytes) = file.effort();
        self.objects += 1;
        self.requests += requests;
        self.bytes += bytes;
    }
}

/// Shows `visitor` every entity of a graph that can be what is looked up. The manifest is read anew, so
/// that it is not older than the index.
///
/// # Errors
/// [`SegmentError::TooBroad`] when too much would have to be read. When the table or S3 cannot be read,
/// or an object is malformed.
pub async fn search(
    manifest: &Manifest<'_>,
    lookup: &Lookup,
    visitor: &mut dyn Visitor,
) -> Result<SearchStats, SegmentError> {
    for attempt in 1.. {
        visitor.begin();
        match search_once(manifest, lookup, visitor).await {
            Err(SegmentError::Store(StoreError::NoSuchObject { .. })) if attempt < ATTEMPTS => {}
            result => return result,
        }
    }
    Ok(SearchStats::default())
}

/// The index and what it does not have yet.
pub(crate) struct Known {
    pub(crate) runs: Vec<Contents>,
    pub(crate) recent: EntityTable,
    /// The start of what is kept: what was seen last before is not there any more.
    start: Timestamp,
    pub(crate) stats: SearchStats,
}

async fn search_once(
    manifest: &Manifest<'_>,
    lookup: &Lookup,
    visitor: &mut dyn Visitor,
) -> Result<SearchStats, SegmentError> {
    let graph = manifest.graph();
    let objects = manifest.store().segments(Access::ReadSegments)?;
    let mut known = known(manifest, lookup).await?;
    let named = named(objects, graph, &mut known, lookup).await?;
    let done = Done::default();
    let mut chains = Vec::new();
    let mut rows = 0;
    for run in &known.runs {
        let links = links(run, graph, lookup.kind, named.as_ref(), &mut rows)?;
        let wanted = wanted(lookup.kind, named.as_ref());
        chains.push(Chain::of_objects(objects, links, wanted, done.clone()));
    }
    if named.is_none() && rows > MOST_READ {
        return Err(SegmentError::TooBroad {
            rows,
            most: MOST_READ,
        });
    }
    let recent = only(known.recent, named.as_ref());
    if !recent.is_empty() {
        let bytes = write_entities(&recent)?;
        chains.push(Chain::of_bytes(bytes, wanted(lookup.kind, named.as_ref()))?);
    }
    let start = known.start;
    let stats = Merge::new(chains)
        .run::<EntityRows>(&mut |entity| {
            let is_kept = entity.last_seen >= start && !done.has(entity.kind);
            // The index remembers what is not kept any more.
            let seen = Sighting {
                first_seen: entity.first_seen.max(start),
                ..entity.clone()
            };
            if is_kept && visitor.see(&seen) == Seen::EnoughOfKind {
                done.add(entity.kind);
            }
            Ok(())
        })
        .await?;
    known.stats.add(stats);
    Ok(known.stats)
}

/// The entities that are looked up, or all. To write those that nobody asks for would take most of a search.
fn only(recent: EntityTable, named: Option<&BTreeSet<Entity>>) -> EntityTable {
    let Some(named) = named else { return recent };
    let mut table = EntityTable::default();
    let wanted = recent.iter().filter(|(entity, _)| named.contains(*entity));
    wanted.for_each(|(entity, record)| table.add(entity, record));
    table
}

async fn known(manifest: &Manifest<'_>, lookup: &Lookup) -> Result<Known, SegmentError> {
    let (store, graph) = (manifest.store(), manifest.graph());
    let objects = store.segments(Access::ReadSegments)?;
    let index = store.entity_index(graph).await?;
    let runs = index.runs.iter();
    let runs = try_join_all(runs.map(|run| Contents::read(objects, graph, run))).await?;
    let mut segments = manifest.every_segment().await?;
    let start = segments.iter().map(|it| it.first_hour).min();
    segments.retain(|it| !runs.iter().any(|run| run.segments.contains(&it.name)));
    let wanted = EntityFilter {
        kind: lookup.kind,
        id: match &lookup.text {
            TextLookup::Id(id) => Some(id.clone()),
            TextLookup::Any | TextLookup::Exact(_) | TextLookup::Prefix(_) => None,
        },
    };
    let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    Ok(Known {
        stats: SearchStats {
            objects: count(runs.len()),
            requests: count(runs.len()),
            segments: count(segments.len()),
            ..SearchStats::default()
        },
        runs,
        recent: registry::read(store, &segments, &wanted).await?,
        start: start.map_or(Timestamp::MAX, |it| it.start()),
    })
}

/// The objects of a run that can hold what is wanted; counts their rows.
fn links(
    run: &Contents,
    graph: GraphId,
    kind: Option<EntityType>,
    named: Option<&BTreeSet<Entity>>,
    rows: &mut u64,
) -> Result<Vec<Link>, SegmentError> {
    let mut links = Vec::new();
    for (key, shard) in run.objects::<EntityRows>(graph) {
        let (first, last) = shard.bounds()?;
        let (Some(first_kind), Some(last_kind)) = (first.kind, last.kind) else {
            return Err(SegmentError::Contents(None));
        };
        let has_kind = kind.is_none_or(|it| first_kind <= it && it <= last_kind);
        let has_some = named.is_none_or(|it| has_any(it, &first, &last));
        if has_kind && has_some {
            *rows += shard.rows;
            links.push(Link {
                key,
                bytes: shard.bytes,
                only: (first_kind == last_kind).then_some(first_kind),
            });
        }
    }
    Ok(links)
}

/// Whether one of the entities is between two places.
fn has_any(named: &BTreeSet<Entity>, first: &Place, last: &Place) -> bool {
    let entity = |it: &Place| {
        let id = it.text.clone();
        it.kind.map(|kind| Entity { kind, id })
    };
    match (entity(first), entity(last)) {
        (Some(first), Some(last)) if first <= last => named.range(first..=last).next().is_some(),
        (_, _) => true,
    }
}

fn wanted(kind: Option<EntityType>, named: Option<&BTreeSet<Entity>>) -> Wanted {
    let kind = kind.map(|it| Test::Text {
        column: At::entity(EntityColumn::Kind),
        value: it.as_str().to_owned(),
    });
    let ids = named.map(|it| Test::OneOf {
        column: At::entity(EntityColumn::Id),
        values: Arc::new(it.iter().map(|it| it.id.clone()).collect()),
    });
    Wanted {
        fields: EntityRows::FIELDS,
        predicate: Predicate {
            all: kind.into_iter().chain(ids).collect(),
            any: None,
        },
        columns: (0..EntityRows::FIELDS.len()).collect(),
    }
}
