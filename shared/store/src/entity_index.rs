//! Which objects the index of a graph's entities consists of.
//!
//! The index says nothing that the registries of segments do not say. It can be dropped at any time, and
//! is made anew.

use aws_sdk_dynamodb::types::AttributeValue;
use gumshoe_domain::GraphId;

use crate::Store;
use crate::error::StoreError;
use crate::item::{Item, Stored};
use crate::ledger::LedgerScope;
use crate::manifest::Segment;
use crate::status::any_shard;
use crate::table::Key;
use crate::transaction::{Condition, Outcome, Transaction};

/// The index as it was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EntityIndex {
    /// How often it was changed.
    revision: u64,
    /// The names of its runs, the largest first.
    pub runs: Vec<String>,
}

/// The prefix of every object of a run.
fn run_prefix(graph: GraphId, run: &str) -> String {
    format!("{}index/{run}/", Segment::prefix(graph))
}

impl EntityIndex {
    /// The key of a run's table of contents.
    pub fn contents_key(graph: GraphId, run: &str) -> String {
        format!("{}contents.json", run_prefix(graph, run))
    }

    /// The key of one of a run's objects, which are in a folder for each sort.
    pub fn object_key(graph: GraphId, run: &str, folder: &str, number: usize) -> String {
        format!("{}{folder}/{number:05}.parquet", run_prefix(graph, run))
    }

    /// Whether an object is of one of the runs.
    pub(crate) fn has(&self, graph: GraphId, key: &str) -> bool {
        let mut prefixes = self.runs.iter().map(|run| run_prefix(graph, run));
        prefixes.any(|prefix| key.starts_with(&prefix))
    }
}

impl Store {
    /// The index of a graph's entities.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn entity_index(&self, graph: GraphId) -> Result<EntityIndex, StoreError> {
        let Some(item) = self.item(&Key::entity_index(graph)).await? else {
            return Ok(EntityIndex::default());
        };
        let stored = Stored(&item);
        let runs = match item.get("Runs") {
            Some(AttributeValue::L(runs)) => runs.as_slice(),
            Some(_) | None => &[],
        };
        let runs: Result<Vec<String>, _> = runs.iter().map(|it| it.as_s().cloned()).collect();
        Ok(EntityIndex {
            revision: stored.number("Revision")?,
            runs: runs.map_err(|_| stored.malformed("Runs"))?,
        })
    }

    /// Puts `runs` in the place of those of `read`.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the index was changed or dropped since it was read, or the graph
    /// takes no data any more: then nothing has changed. Or when the table cannot be written.
    pub async fn replace_entity_index(
        &self,
        graph: GraphId,
        read: &EntityIndex,
        runs: &[String],
    ) -> Result<(), StoreError> {
        let unchanged = match read.revision {
            0 => Condition::absent(),
            revision => Condition::new("Revision = :read").with_number(":read", revision),
        };
        let names = runs.iter().cloned().map(AttributeValue::S).collect();
        let item = Item::new(&Key::entity_index(graph))
            .number("Revision", read.revision + 1)
            .value("Runs", AttributeValue::L(names))
            .build();
        let mut transaction = self.while_open(graph);
        transaction.put(item, Some(unchanged));
        match transaction.run(self).await? {
            Outcome::Done => Ok(()),
            Outcome::Refused(_) => Err(StoreError::Conflict),
        }
    }

    /// Drops the index, and whatever somebody is about to put in its place.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn drop_entity_index(&self, graph: GraphId) -> Result<(), StoreError> {
        let one = Condition::default().with_number(":one", 1);
        let mut transaction = self.while_open(graph);
        transaction.update(
            &Key::entity_index(graph),
            "ADD Revision :one REMOVE Runs",
            Vec::new(),
            one,
        );
        match transaction.run(self).await? {
            Outcome::Done | Outcome::Refused(_) => Ok(()),
        }
    }

    /// A transaction on the condition that the graph takes data.
    fn while_open(&self, graph: GraphId) -> Transaction<'_> {
        let mut transaction = Transaction::new(&self.table);
        let gate = Key::status(LedgerScope::Graph(graph), any_shard());
        transaction.check(&gate, Condition::present());
        transaction
    }
}
