//! Entities told one by one, by the terms that they are found by.

use std::collections::BTreeSet;

use gumshoe_activity::{Entity, EntityType, Sighting};
use gumshoe_domain::GraphId;
use gumshoe_store::Objects;

use super::chain::{Chain, Done, Link};
use super::contents::{Contents, Shard};
use super::lookup::{Known, Lookup, TextLookup};
use super::merge::Merge;
use super::sorted::Sorted;
use super::terms::{Term, TermRows, term_column};
use crate::error::SegmentError;
use crate::predicate::{Predicate, Test};
use crate::row_groups::Wanted;

/// Entities that are looked up one by one, at most; for more, all are read.
const MOST_NAMED: usize = 50_000;

impl TextLookup {
    fn is(&self, text: &str) -> bool {
        match self {
            Self::Any | Self::Id(_) => true,
            Self::Exact(wanted) => text == wanted,
            Self::Prefix(prefix) => text.starts_with(prefix.as_str()),
        }
    }

    /// The condition on terms.
    fn test(&self) -> Option<Test> {
        let column = term_column();
        match self {
            Self::Any | Self::Id(_) => None,
            Self::Exact(text) => Some(Test::Text {
                column,
                value: text.clone(),
            }),
            Self::Prefix(text) => Some(Test::Prefix {
                column,
                value: text.clone(),
            }),
        }
    }

    /// Whether an object of terms can hold it.
    fn can_be_in(&self, shard: &Shard) -> Result<bool, SegmentError> {
        let (first, last) = shard.bounds()?;
        Ok(match self {
            Self::Any | Self::Id(_) => true,
            Self::Exact(text) => first.text <= *text && *text <= last.text,
            Self::Prefix(prefix) => {
                let is_after = first.text > *prefix && !first.text.starts_with(prefix.as_str());
                last.text >= *prefix && !is_after
            }
        })
    }
}

/// The entities that are looked up; nothing where they cannot be told one by one.
pub(crate) async fn named(
    objects: &Objects,
    graph: GraphId,
    known: &mut Known,
    lookup: &Lookup,
) -> Result<Option<BTreeSet<Entity>>, SegmentError> {
    if let TextLookup::Id(id) = &lookup.text {
        return Ok(Some(with_id(lookup.kind, id)));
    }
    let Some(test) = lookup.text.test() else {
        return Ok(None);
    };
    let recent = known.recent.iter().filter(|(entity, record)| {
        let texts = super::texts(&Sighting::of(entity, record));
        texts.iter().any(|it| lookup.text.is(it))
    });
    let mut named: BTreeSet<Entity> = recent.map(|(entity, _)| entity.clone()).collect();
    for run in &known.runs {
        let chain = terms(objects, graph, run, &lookup.text, test.clone())?;
        let mut see = |term: &Term<'_>| {
            // One more than is looked up says that there are too many.
            if named.len() <= MOST_NAMED && lookup.kind.is_none_or(|it| it == term.kind) {
                let (kind, id) = (term.kind, term.id.to_owned());
                named.insert(Entity { kind, id });
            }
            Ok(())
        };
        let stats = Merge::new(vec![chain]).run::<TermRows>(&mut see).await?;
        known.stats.add(stats);
    }
    Ok(Some(named).filter(|it| it.len() <= MOST_NAMED))
}

/// The terms of a run that are wanted.
fn terms<'a>(
    objects: &'a Objects,
    graph: GraphId,
    run: &Contents,
    text: &TextLookup,
    test: Test,
) -> Result<Chain<'a>, SegmentError> {
    let mut links = Vec::new();
    for (key, shard) in run.objects::<TermRows>(graph) {
        if text.can_be_in(&shard)? {
            let (bytes, only) = (shard.bytes, None);
            links.push(Link { key, bytes, only });
        }
    }
    let wanted = Wanted {
        fields: TermRows::FIELDS,
        predicate: Predicate {
            all: vec![test],
            any: None,
        },
        columns: (0..TermRows::FIELDS.len()).collect(),
    };
    Ok(Chain::of_objects(objects, links, wanted, Done::default()))
}

fn with_id(kind: Option<EntityType>, id: &str) -> BTreeSet<Entity> {
    let kinds = EntityType::ALL.iter().copied();
    let kinds = kinds.filter(|it| kind.is_none_or(|kind| kind == *it));
    let id = id.to_owned();
    kinds
        .map(|kind| Entity {
            kind,
            id: id.clone(),
        })
        .collect()
}
