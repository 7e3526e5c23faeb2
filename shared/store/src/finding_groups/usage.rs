//! What was measured of entities' everyday lives, so that it is not measured again with every finding.

use std::collections::{BTreeMap, BTreeSet};

use gumshoe_activity::Entity;
use gumshoe_domain::{GraphId, Timestamp};

use crate::Store;
use crate::error::StoreError;
use crate::findings::digest;
use crate::item::{Item, Stored, key_of};
use crate::reading::every;
use crate::table::{Key, SK, usages};

/// With how many others an entity had to do, and when that was measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MeasuredUsage {
    /// How many others.
    pub counterparts: u32,
    /// When.
    pub measured: Timestamp,
}

impl Store {
    /// What was measured of some entities.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn usages(
        &self,
        graph: GraphId,
        entities: &[Entity],
    ) -> Result<BTreeMap<Entity, MeasuredUsage>, StoreError> {
        let by_key = entities.iter().map(|it| (Key::usage(graph, it).sk, it));
        let by_key: BTreeMap<String, &Entity> = by_key.collect();
        let distinct: BTreeSet<&Entity> = by_key.values().copied().collect();
        let keys: Vec<Key> = distinct
            .into_iter()
            .map(|it| Key::usage(graph, it))
            .collect();
        let mut found = BTreeMap::new();
        for it in &self.items(&keys).await? {
            let stored = Stored(it);
            let Some(entity) = by_key.get(stored.text(SK)?) else {
                continue;
            };
            let usage = MeasuredUsage {
                counterparts: stored.number("Counterparts")?,
                measured: stored.parsed("Measured")?,
            };
            found.insert((*entity).clone(), usage);
        }
        Ok(found)
    }

    /// Writes down what was measured of an entity.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn write_usage(
        &self,
        graph: GraphId,
        entity: &Entity,
        usage: MeasuredUsage,
    ) -> Result<(), StoreError> {
        let item = Item::new(&Key::usage(graph, entity))
            .number("Counterparts", usage.counterparts)
            .text("Measured", usage.measured.to_string());
        let put = self.writing()?.put_item().table_name(&*self.table);
        let put = put.set_item(Some(item.build())).send().await;
        put.map_err(StoreError::service("PutItem"))?;
        Ok(())
    }

    /// Forgets what was measured before `before`.
    ///
    /// # Errors
    /// When the table cannot be read or written.
    pub async fn expire_usages(&self, graph: GraphId, before: Timestamp) -> Result<(), StoreError> {
        let mut old = Vec::new();
        for it in &every(self.whole(&usages(graph))?).await? {
            let stored = Stored(it);
            let measured: Timestamp = stored.parsed("Measured")?;
            if measured < before {
                let sk = stored.text(SK)?.to_owned();
                old.push(Key {
                    pk: usages(graph),
                    sk,
                });
            }
        }
        for some in old.chunks(crate::purge::BATCH) {
            self.delete_keys(some.iter().map(key_of).collect()).await?;
        }
        Ok(())
    }
}

/// The sort key of an entity: its id is hostile input and may be long.
pub(crate) fn sort_key(entity: &Entity) -> String {
    format!("{}#{}", entity.kind, digest(&entity.id))
}
