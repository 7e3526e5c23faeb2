//! The registry of a graph's entities: what compaction wrote down, and what came in since.

use std::sync::Arc;

use futures::future::try_join_all;
use gumshoe_activity::{Entity, EntityTable, Sighting};
use gumshoe_store::{Access, Manifest, Objects, Segment, SegmentKind, Store};

use crate::activity::columns::Column;
use crate::entities::{EntityFilter, fetch_entities};
use crate::error::SegmentError;
use crate::filter::Filter;
use crate::index::{Lookup, Seen, TextLookup, Visitor, search};
use crate::kind::RowKind;
use crate::kubernetes::columns::KubernetesColumn;
use crate::network::columns::NetworkColumn;
use crate::read::fetch;
use crate::relations::columns::RelationColumn;

/// Segments that are fetched at once.
const AT_ONCE: usize = 16;

/// The wanted entities of a graph, of all time. The manifest is read anew.
///
/// # Errors
/// When the table or S3 cannot be read, or a segment is malformed.
pub async fn entities(
    manifest: &Manifest<'_>,
    wanted: &EntityFilter,
) -> Result<EntityTable, SegmentError> {
    let lookup = Lookup {
        kind: wanted.kind,
        text: wanted.id.clone().map_or(TextLookup::Any, TextLookup::Id),
    };
    let mut found = Found {
        wanted,
        table: EntityTable::default(),
    };
    search(manifest, &lookup, &mut found).await?;
    Ok(found.table)
}

/// The wanted entities, as they are shown.
struct Found<'a> {
    wanted: &'a EntityFilter,
    table: EntityTable,
}

impl Visitor for Found<'_> {
    fn begin(&mut self) {
        self.table = EntityTable::default();
    }

    fn see(&mut self, entity: &Sighting<'_>) -> Seen {
        let is_kind = self.wanted.kind.is_none_or(|it| it == entity.kind);
        let is_id = self.wanted.id.as_deref().is_none_or(|it| it == entity.id);
        if is_kind && is_id {
            self.table.see(entity);
        }
        Seen::More
    }
}

/// Of each segment its registry, or its rows where it has none yet.
pub(crate) async fn read(
    store: &Store,
    segments: &[Arc<Segment>],
    wanted: &EntityFilter,
) -> Result<EntityTable, SegmentError> {
    let mut table = EntityTable::default();
    for chunk in segments.chunks(AT_ONCE) {
        let tables = try_join_all(
            chunk
                .iter()
                .map(|segment| read_segment(store, segment, wanted)),
        )
        .await?;
        for (entity, record) in tables.iter().flat_map(EntityTable::iter) {
            table.add(entity, record);
        }
    }
    Ok(table)
}

/// From the segment's registry; from its rows where it has none yet.
async fn read_segment(
    store: &Store,
    segment: &Segment,
    wanted: &EntityFilter,
) -> Result<EntityTable, SegmentError> {
    let objects = store.segments(Access::ReadSegments)?;
    if let Some(stored) = &segment.entities {
        let mut table = EntityTable::default();
        let fetched = fetch_entities(objects, stored, wanted).await?;
        fetched.visit(&mut |row| table.see(row))?;
        return Ok(table);
    }
    match segment.kind {
        SegmentKind::Activity => from_rows::<Column>(objects, segment, wanted).await,
        SegmentKind::Kubernetes => from_rows::<KubernetesColumn>(objects, segment, wanted).await,
        SegmentKind::Network => from_rows::<NetworkColumn>(objects, segment, wanted).await,
        SegmentKind::Relations => from_rows::<RelationColumn>(objects, segment, wanted).await,
    }
}

async fn from_rows<C: RowKind>(
    objects: &Objects,
    segment: &Segment,
    wanted: &EntityFilter,
) -> Result<EntityTable, SegmentError> {
    let entity = wanted
        .kind
        .zip(wanted.id.clone())
        .map(|(kind, id)| Entity { kind, id });
    let filter = Filter {
        entity,
        ..Filter::default()
    };
    let fetched = fetch(objects, &segment.activity, &filter, C::ENTITY_COLUMNS).await?;
    let mut all = EntityTable::default();
    fetched.visit(&mut |row| C::add_entities(&mut all, row))?;
    let mut table = EntityTable::default();
    for (entity, record) in all.iter().filter(|(entity, _)| wanted.is(entity)) {
        table.add(entity, record);
    }
    Ok(table)
}
