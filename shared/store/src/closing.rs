//! What is learned of a graph when a day is over, and which day that was last.
//!
//! The model of peers is an object beside the segments, below a prefix of its own, so that nobody takes
//! it for one.

use bytes::Bytes;
use gumshoe_domain::{Day, GraphId};

use crate::Store;
use crate::access::Access;
use crate::error::StoreError;
use crate::findings::{compress, inflate};
use crate::item::{Item, Stored};
use crate::ledger::LedgerScope;
use crate::status::any_shard;
use crate::table::Key;
use crate::transaction::{Condition, Outcome, Transaction};

/// The largest model that is read: 20,000 principals have less.
const MOST_BYTES: u64 = 256 * 1_024 * 1_024;

/// The key of a graph's model of peers.
pub(crate) fn model_key(graph: GraphId) -> String {
    format!("peers/graph={graph}/model.json.gz")
}

impl Store {
    /// The model of peers of a graph, as JSON, if one was learned.
    ///
    /// # Errors
    /// When S3 refuses or cannot be reached, or the object is no gzip.
    pub async fn peers_model(&self, graph: GraphId) -> Result<Option<String>, StoreError> {
        let objects = self.segments(Access::ReadSegments)?;
        let bytes = match objects.get(&model_key(graph), MOST_BYTES).await {
            Ok(bytes) => bytes,
            Err(StoreError::NoSuchObject { .. }) => return Ok(None),
            Err(error) => return Err(error),
        };
        let text = inflate(&bytes).map_err(StoreError::service("gzip"))?;
        Ok(Some(text))
    }

    /// Keeps a model of peers in the place of the one before.
    ///
    /// # Errors
    /// When S3 refuses or cannot be reached.
    pub async fn put_peers_model(&self, graph: GraphId, model: &str) -> Result<(), StoreError> {
        let compressed = compress(model).map_err(StoreError::service("gzip"))?;
        let objects = self.segments(Access::WriteSegments)?;
        objects
            .put(&model_key(graph), Bytes::from(compressed))
            .await
    }

    /// The last day of a graph that was closed.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn closed_day(&self, graph: GraphId) -> Result<Option<Day>, StoreError> {
        let found = self.item(&Key::closed_day(graph)).await?;
        let day = found.map(|it| Stored(&it).parsed("Day"));
        day.transpose()
    }

    /// Remembers that a day of a graph was closed; of a deleted graph nothing is.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn close_day(&self, graph: GraphId, day: Day) -> Result<(), StoreError> {
        let mut transaction = Transaction::new(&self.table);
        let gate = Key::status(LedgerScope::Graph(graph), any_shard());
        transaction.check(&gate, Condition::present());
        let item = Item::new(&Key::closed_day(graph)).text("Day", day.to_string());
        transaction.put(item.build(), None);
        match transaction.run(self).await? {
            Outcome::Done | Outcome::Refused(_) => Ok(()),
        }
    }
}
