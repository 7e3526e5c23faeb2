//! Registries taken into the index.

use std::collections::BTreeSet;

use futures::future::try_join_all;
use gumshoe_activity::{EntityType, Sighting};
use gumshoe_domain::{GraphId, Timestamp};
use gumshoe_store::{Access, EntityIndex, Objects, Segment, Store};

use super::chain::{Chain, Done, Link};
use super::contents::Contents;
use super::entity_rows::EntityRows;
use super::merge::Merge;
use super::shards::{Shards, SortedFile};
use super::sorted::Sorted;
use super::terms::{Term, TermRows};
use crate::error::SegmentError;
use crate::predicate::Predicate;
use crate::row_groups::Wanted;
use crate::write::Packing;

/// Registries that wait, until they are taken in, ...
const MANY: usize = 8;

/// ... or their bytes: some hundred thousand entities. A search reads all that wait, one by one.
const MANY_BYTES: u64 = 2 << 20;

/// Registries that are taken in at once, at most, ...
const SIDE_BY_SIDE: usize = 24;

/// ... and their bytes: their terms are in memory.
const MOST_BYTES: u64 = 16 << 20;

/// The larger run is written anew when the smaller one has an eighth of its entities.
const SHARE: u64 = 8;

/// What was taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extended {
    /// How many registries.
    pub registries: usize,
    /// How many entities the run has that was written.
    pub entities: u64,
    /// How many registries wait still.
    pub waiting: usize,
}

/// Takes registries of `segments`, which are all of the graph's, into its index, if many wait. The
/// index must have been read before the segments: then what is dropped meanwhile does not come back.
///
/// # Errors
/// [`StoreError::Conflict`](gumshoe_store::StoreError::Conflict) when somebody else changed the index.
/// When the table, S3 or an object fails.
pub async fn extend(
    store: &Store,
    graph: GraphId,
    index: &EntityIndex,
    segments: &[Segment],
) -> Result<Option<Extended>, SegmentError> {
    let objects = store.segments(Access::ReadSegments)?;
    let runs = index.runs.iter();
    let runs = try_join_all(runs.map(|run| Contents::read(objects, graph, run))).await?;
    let waiting: Vec<&Segment> = segments
        .iter()
        .filter(|it| it.entities.is_some())
        .filter(|it| !runs.iter().any(|run| run.segments.contains(&it.name)))
        .collect();
    if !is_due(&waiting) {
        return Ok(None);
    }
    let count = waiting.len();
    let chosen = chosen(waiting);
    let (kept, merged) = split(runs);
    let start = segments.iter().map(|it| it.first_hour).min();
    let building = Building {
        reading: objects,
        writing: store.segments(Access::WriteSegments)?,
        graph,
        start: start.map_or(Timestamp::MAX, |it| it.start()),
    };
    let there: BTreeSet<&str> = segments.iter().map(|it| it.name.as_str()).collect();
    let name = Segment::new_name()?;
    let contents = building.write(name, &merged, &chosen, &there).await?;
    let mut runs: Vec<String> = kept.into_iter().map(|it| it.name).collect();
    runs.push(contents.name.clone());
    store.replace_entity_index(graph, index, &runs).await?;
    Ok(Some(Extended {
        registries: chosen.len(),
        entities: contents.rows,
        waiting: count - chosen.len(),
    }))
}

fn size(segment: &&Segment) -> u64 {
    segment.entities.as_ref().map_or(0, |it| it.bytes)
}

fn is_due(waiting: &[&Segment]) -> bool {
    waiting.len() >= MANY || waiting.iter().map(size).sum::<u64>() >= MANY_BYTES
}

/// The smallest of what waits, as much as fits.
fn chosen(mut waiting: Vec<&Segment>) -> Vec<&Segment> {
    waiting.sort_by_key(size);
    let mut bytes = 0_u64;
    let fits = |it: &&Segment| {
        let is_first = bytes == 0;
        bytes = bytes.saturating_add(size(it));
        is_first || bytes <= MOST_BYTES
    };
    waiting
        .into_iter()
        .take(SIDE_BY_SIDE)
        .take_while(fits)
        .collect()
}

/// The runs that stay as they are, and those that are merged with what waits: the smaller one, and the
/// larger one when the smaller is not much smaller any more.
fn split(mut runs: Vec<Contents>) -> (Vec<Contents>, Vec<Contents>) {
    let (larger, smaller) = (runs.first(), runs.get(1));
    let is_grown = match (larger, smaller) {
        (Some(larger), Some(smaller)) => smaller.rows.saturating_mul(SHARE) >= larger.rows,
        (_, _) => false,
    };
    if is_grown {
        return (Vec::new(), runs);
    }
    let merged = runs.split_off(runs.len().min(1));
    (runs, merged)
}

struct Building<'a> {
    reading: &'a Objects,
    writing: &'a Objects,
    graph: GraphId,
    /// What was seen last before is left out.
    start: Timestamp,
}

impl Building<'_> {
    /// Writes a run of runs and registries. It does not count before the table names it.
    async fn write(
        &self,
        name: String,
        runs: &[Contents],
        registries: &[&Segment],
        there: &BTreeSet<&str>,
    ) -> Result<Contents, SegmentError> {
        let of_runs = runs.iter().flat_map(|it| it.segments.iter().cloned());
        let mut covered: BTreeSet<String> = of_runs.collect();
        covered.retain(|it| there.contains(it.as_str()));
        covered.extend(registries.iter().map(|it| it.name.clone()));
        let mut contents = Contents::new(name.clone(), covered);
        contents.entities = self.write_entities(&name, runs, registries).await?;
        contents.rows = contents.entities.iter().map(|it| it.rows).sum();
        contents.terms = self.write_terms(&name, runs, registries).await?;
        let key = EntityIndex::contents_key(self.graph, &name);
        self.writing.put(&key, contents.to_bytes()?).await?;
        Ok(contents)
    }

    async fn write_entities(
        &self,
        name: &str,
        runs: &[Contents],
        registries: &[&Segment],
    ) -> Result<Vec<super::contents::Shard>, SegmentError> {
        let mut chains: Vec<Chain<'_>> =
            runs.iter().map(|it| self.chain::<EntityRows>(it)).collect();
        chains.extend(registries.iter().map(|it| self.registry(it)));
        let mut merge = Merge::new(chains);
        let mut shards = Shards::<EntityRows>::new(self.writing, self.graph, name)?;
        let start = self.start;
        let mut has_more = true;
        while has_more {
            let mut push = |row: &Sighting<'_>| {
                if row.last_seen < start {
                    return Ok(());
                }
                shards.push(row)
            };
            has_more = merge.advance::<EntityRows>(&mut push).await?;
            shards.store().await?;
        }
        shards.finish().await
    }

    async fn write_terms(
        &self,
        name: &str,
        runs: &[Contents],
        registries: &[&Segment],
    ) -> Result<Vec<super::contents::Shard>, SegmentError> {
        let mut chains: Vec<Chain<'_>> = runs.iter().map(|it| self.chain::<TermRows>(it)).collect();
        let new = self.terms(registries).await?;
        chains.push(Chain::of_bytes(new, all::<TermRows>())?);
        let mut merge = Merge::new(chains);
        let mut shards = Shards::<TermRows>::new(self.writing, self.graph, name)?;
        let start = self.start;
        let mut has_more = true;
        while has_more {
            let mut push = |row: &Term<'_>| {
                if row.last_seen < start {
                    return Ok(());
                }
                shards.push(row)
            };
            has_more = merge.advance::<TermRows>(&mut push).await?;
            shards.store().await?;
        }
        shards.finish().await
    }

    /// The terms of registries, as a file.
    async fn terms(&self, registries: &[&Segment]) -> Result<bytes::Bytes, SegmentError> {
        let chains = registries.iter().map(|it| self.registry(it)).collect();
        let mut terms: Vec<(String, EntityType, String, Timestamp)> = Vec::new();
        let mut see = |row: &Sighting<'_>| {
            let of_row = super::texts(row).into_iter();
            terms.extend(of_row.map(|it| (it, row.kind, row.id.to_owned(), row.last_seen)));
            Ok(())
        };
        Merge::new(chains).run::<EntityRows>(&mut see).await?;
        terms.sort_unstable();
        let mut file = SortedFile::<TermRows>::new(Packing::Fast)?;
        for (term, kind, id, last_seen) in &terms {
            file.push(&Term {
                term,
                kind: *kind,
                id,
                last_seen: *last_seen,
            })?;
        }
        file.into_bytes()
    }

    fn chain<S: Sorted>(&self, run: &Contents) -> Chain<'_> {
        let links = run.objects::<S>(self.graph).into_iter();
        let links = links.map(|(key, shard)| Link {
            key,
            bytes: shard.bytes,
            only: None,
        });
        Chain::of_objects(self.reading, links.collect(), all::<S>(), Done::default())
    }

    fn registry(&self, segment: &Segment) -> Chain<'_> {
        let links = segment.entities.iter().map(|it| Link {
            key: it.key.clone(),
            bytes: it.bytes,
            only: None,
        });
        let (links, wanted) = (links.collect(), all::<EntityRows>());
        Chain::of_objects(self.reading, links, wanted, Done::default())
    }
}

/// Every row.
fn all<S: Sorted>() -> Wanted {
    Wanted {
        fields: S::FIELDS,
        predicate: Predicate::default(),
        columns: (0..S::FIELDS.len()).collect(),
    }
}

#[cfg(test)]
mod tests {
    use gumshoe_domain::Hour;
    use gumshoe_store::{Level, SegmentKind, StoredObject};

    use super::*;

    fn segment(bytes_of_registry: u64) -> Segment {
        let object = |bytes| StoredObject {
            key: String::new(),
            bytes,
            footer: None,
        };
        let hour = Hour::from_index(0);
        Segment {
            kind: SegmentKind::Activity,
            day: hour.day(),
            name: "a".to_owned(),
            level: Level::Day,
            rows: 1,
            keys: None,
            first_hour: hour,
            last_hour: hour,
            newest: hour.start(),
            activity: object(1),
            entities: Some(object(bytes_of_registry)),
        }
    }

    #[test]
    fn registries_are_taken_in_when_many_wait_or_much() {
        let (small, large) = (segment(1), segment(MANY_BYTES));
        assert!(!is_due(&[]));
        assert!(!is_due(&[&small; MANY - 1]));
        assert!(is_due(&[&small; MANY]));
        assert!(is_due(&[&large]));
    }
}
