//! The registry of a graph's entities: what compaction wrote down, and what came in since.

use futures::future::try_join_all;
use gumshoe_activity::{Entity, EntityTable, EntityType};
use gumshoe_api::{ApiError, Context};
use gumshoe_domain::GraphId;
use gumshoe_segments::{Column, EntityFilter, Filter, SegmentError, fetch, fetch_entities};
use gumshoe_store::{Access, Segment, StoreError};

/// Segments that are fetched at once.
const AT_ONCE: usize = 16;

/// How often a query begins anew because a compaction replaced what it was about to read.
const ATTEMPTS: usize = 4;

/// The columns that entities and their descriptions are made of.
const COLUMNS: &[Column] = &[
    Column::AccountId,
    Column::PrincipalType,
    Column::PrincipalId,
    Column::PrincipalName,
    Column::PrincipalArn,
    Column::CallerArn,
    Column::SessionId,
    Column::SourceAddress,
    Column::SourceIsIp,
    Column::UserAgent,
    Column::ResourceType,
    Column::ResourceId,
    Column::FirstSeen,
    Column::LastSeen,
];

/// Which entities are wanted.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wanted {
    pub(crate) kind: Option<EntityType>,
    pub(crate) id: Option<String>,
}

impl Wanted {
    fn is(&self, entity: &Entity) -> bool {
        self.kind.is_none_or(|kind| kind == entity.kind)
            && self.id.as_ref().is_none_or(|id| *id == entity.id)
    }
}

/// The wanted entities of `graph`, of all time.
pub(crate) async fn entities(
    cx: &Context<'_>,
    graph: GraphId,
    wanted: &Wanted,
) -> Result<EntityTable, ApiError> {
    for attempt in 1.. {
        let segments = cx.store.every_segment(graph).await?;
        match read(cx, &segments, wanted).await {
            Err(SegmentError::Store(StoreError::NoSuchObject { .. })) if attempt < ATTEMPTS => {}
            result => return result.map_err(ApiError::internal),
        }
    }
    Ok(EntityTable::default())
}

async fn read(
    cx: &Context<'_>,
    segments: &[Segment],
    wanted: &Wanted,
) -> Result<EntityTable, SegmentError> {
    let mut table = EntityTable::default();
    for chunk in segments.chunks(AT_ONCE) {
        let tables = try_join_all(
            chunk
                .iter()
                .map(|segment| read_segment(cx, segment, wanted)),
        )
        .await?;
        for (entity, record) in tables.iter().flat_map(EntityTable::iter) {
            table.add(entity.clone(), record.clone());
        }
    }
    Ok(table)
}

/// From the segment's registry; from its rows where it has none yet.
async fn read_segment(
    cx: &Context<'_>,
    segment: &Segment,
    wanted: &Wanted,
) -> Result<EntityTable, SegmentError> {
    let objects = cx.store.segments(Access::ReadSegments)?;
    let mut table = EntityTable::default();
    if let Some(stored) = &segment.entities {
        let filter = EntityFilter {
            kind: wanted.kind,
            id: wanted.id.clone(),
        };
        let fetched = fetch_entities(objects, &stored.key, stored.bytes, &filter).await?;
        fetched.visit(&mut |row| {
            let (entity, record) = row.to_record();
            table.add(entity, record);
        })?;
        return Ok(table);
    }
    let entity = wanted
        .kind
        .zip(wanted.id.clone())
        .map(|(kind, id)| Entity { kind, id });
    let filter = Filter {
        entity,
        scope: None,
    };
    let fetched = fetch(
        objects,
        &segment.activity.key,
        segment.activity.bytes,
        &filter,
        COLUMNS,
    )
    .await?;
    let mut all = EntityTable::default();
    fetched.visit(&mut |call| all.add_call(call))?;
    for (entity, record) in all.iter().filter(|(entity, _)| wanted.is(entity)) {
        table.add(entity.clone(), record.clone());
    }
    Ok(table)
}
