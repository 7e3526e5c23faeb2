//! From a registry of entities to its rows.

use bytes::Bytes;
use gumshoe_activity::{Entity, EntityType, Sighting};
use gumshoe_store::{Objects, StoredObject};

use crate::columns::{ENTITIES, EntityColumn};
use crate::error::SegmentError;
use crate::index::entity_rows::EntityRows;
use crate::index::sorted::Sorted as _;
use crate::parts::{Effort, Extent, Object, Source};
use crate::predicate::{At, Predicate, Test};
use crate::read::ScanStats;
use crate::row_groups::{RowGroups, Wanted};

/// Which entities are wanted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EntityFilter {
    /// Only those of this kind.
    pub kind: Option<EntityType>,
    /// Only those with exactly this identifier.
    pub id: Option<String>,
}

impl EntityFilter {
    pub(crate) fn is(&self, entity: &Entity) -> bool {
        self.kind.is_none_or(|kind| kind == entity.kind)
            && self.id.as_ref().is_none_or(|id| *id == entity.id)
    }
}

/// The fetched part of a registry.
pub struct FetchedEntities(RowGroups);

impl FetchedEntities {
    /// Gives each wanted entity to `visit`, in the order of kind and id.
    ///
    /// # Errors
    /// When the registry is malformed; some entities may have been visited.
    pub fn visit(self, visit: &mut dyn FnMut(&Sighting<'_>)) -> Result<ScanStats, SegmentError> {
        self.0.visit(|rows, matches| {
            let entities = EntityRows::open(rows)?;
            for (row, _) in matches.iter().enumerate().filter(|(_, wanted)| **wanted) {
                visit(&EntityRows::row(&entities, row)?);
            }
            Ok(())
        })
    }
}

/// Fetches of a registry what can hold the wanted entities.
///
/// # Errors
/// [`SegmentError::Store`] when S3 fails or the object is not there; others when it is no registry.
pub async fn fetch_entities(
    objects: &Objects,
    registry: &StoredObject,
    filter: &EntityFilter,
) -> Result<FetchedEntities, SegmentError> {
    let source = Object {
        objects,
        key: &registry.key,
    };
    fetch_entities_from(&source, registry.into(), filter, Effort::S3).await
}

pub(crate) async fn fetch_entities_from<S: Source>(
    source: &S,
    extent: Extent,
    filter: &EntityFilter,
    effort: Effort,
) -> Result<FetchedEntities, SegmentError> {
    Ok(FetchedEntities(
        RowGroups::fetch(source, extent, wanted(filter), effort).await?,
    ))
}

/// The same as [`fetch_entities`], of an object that is in memory.
///
/// # Errors
/// When it is no registry.
pub fn fetch_entities_from_bytes(
    bytes: Bytes,
    filter: &EntityFilter,
) -> Result<FetchedEntities, SegmentError> {
    Ok(FetchedEntities(RowGroups::of(bytes, wanted(filter))?))
}

/// Fetches and visits: [`fetch_entities`], and then [`FetchedEntities::visit`].
///
/// # Errors
/// As those two have.
pub async fn read_entities(
    objects: &Objects,
    registry: &StoredObject,
    filter: &EntityFilter,
    visit: &mut (dyn FnMut(&Sighting<'_>) + Send),
) -> Result<ScanStats, SegmentError> {
    fetch_entities(objects, registry, filter)
        .await?
        .visit(visit)
}

fn wanted(filter: &EntityFilter) -> Wanted {
    let is = |column: EntityColumn, value: &str| Test::Text {
        column: At::entity(column),
        value: value.to_owned(),
    };
    let kind = filter.kind.map(|it| is(EntityColumn::Kind, it.as_str()));
    let id = filter.id.as_deref().map(|it| is(EntityColumn::Id, it));
    Wanted {
        fields: ENTITIES,
        predicate: Predicate {
            all: kind.into_iter().chain(id).collect(),
            any: None,
        },
        columns: (0..ENTITIES.len()).collect(),
    }
}
