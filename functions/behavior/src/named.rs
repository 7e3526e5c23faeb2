//! Entities that only findings name.

use futures::future::try_join_all;
use gumshoe_activity::{Entity, EntityRecord, EntityType};
use gumshoe_domain::{GraphId, Timestamp};
use gumshoe_store::{Store, StoreError};

/// What findings tell of an entity: when they saw it, the first and the last time.
pub(crate) async fn by_findings(
    store: &Store,
    graph: GraphId,
    entity: &Entity,
    now: Timestamp,
) -> Result<Option<EntityRecord>, StoreError> {
    let findings = store.findings_of(graph, entity, now).await?;
    let first = findings.iter().map(|it| it.finding.first_seen).min();
    let last = findings.iter().map(|it| it.finding.last_seen).max();
    Ok(first.zip(last).map(|(first_seen, last_seen)| EntityRecord {
        name: None,
        arn: None,
        account: None,
        first_seen,
        last_seen,
    }))
}

/// The entities with this id that findings name, of one kind or of all.
pub(crate) async fn with_id(
    store: &Store,
    graph: GraphId,
    kind: Option<EntityType>,
    id: &str,
    now: Timestamp,
) -> Result<Vec<(Entity, EntityRecord)>, StoreError> {
    let kinds = EntityType::ALL.iter().copied();
    let kinds = kinds.filter(|it| kind.is_none_or(|wanted| wanted == *it));
    let entities: Vec<Entity> = kinds
        .map(|kind| Entity {
            kind,
            id: id.to_owned(),
        })
        .collect();
    let records = entities.iter().map(|it| by_findings(store, graph, it, now));
    let records = try_join_all(records).await?;
    let named = entities.into_iter().zip(records);
    Ok(named
        .filter_map(|(entity, record)| Some((entity, record?)))
        .collect())
}
