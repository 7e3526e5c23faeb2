//! Requests to erase what an account gave a graph.

use gumshoe_domain::{AccountId, GraphId, Timestamp};

use crate::Store;
use crate::error::StoreError;
use crate::item::{Item, Stored, key_of};
use crate::ledger::LedgerScope;
use crate::purge::BATCH;
use crate::reading::every;
use crate::status::any_shard;
use crate::table::{ERASURE, Key, PK, SK, VOLUME, graph_partition};
use crate::transaction::{Condition, Outcome, Transaction};

/// A request that is not done yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Erasure {
    /// Whose data.
    pub account: AccountId,
    /// When it was asked for, the first time.
    pub requested: Timestamp,
}

impl Store {
    /// Asks for the erasure of what `account` gave `graph`. Asking again changes nothing.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the graph takes no data any more, or when the table cannot be
    /// written.
    pub async fn request_erasure(
        &self,
        graph: GraphId,
        account: AccountId,
        now: Timestamp,
    ) -> Result<Erasure, StoreError> {
        let key = Key::erasure(graph, account);
        let item = Item::new(&key)
            .text("Account", account.to_string())
            .text("Requested", now.to_string())
            .build();
        let mut transaction = Transaction::new(&self.table);
        transaction.put(item, Some(Condition::absent()));
        transaction.check(
            &Key::status(LedgerScope::Graph(graph), any_shard()),
            Condition::present(),
        );
        if transaction.run(self).await? == Outcome::Done {
            return Ok(Erasure {
                account,
                requested: now,
            });
        }
        let known = self.item(&key).await?.ok_or(StoreError::Conflict)?;
        read(Stored(&known))
    }

    /// The requests of a graph that are not done yet, by account.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn erasures(&self, graph: GraphId) -> Result<Vec<Erasure>, StoreError> {
        let items = every(self.beginning_with(&graph_partition(graph), ERASURE)?).await?;
        items.iter().map(|item| read(Stored(item))).collect()
    }

    /// Forgets a request: it is done, or given up.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn end_erasure(&self, graph: GraphId, account: AccountId) -> Result<(), StoreError> {
        let mut transaction = Transaction::new(&self.table);
        transaction.delete(&Key::erasure(graph, account), None);
        transaction.run(self).await.map(|_| ())
    }

    /// Removes how much an account gave a graph each day.
    ///
    /// # Errors
    /// When the table cannot be read or written.
    pub async fn erase_volumes(
        &self,
        graph: GraphId,
        account: AccountId,
    ) -> Result<(), StoreError> {
        let (partition, suffix) = (graph_partition(graph), format!("#{account}"));
        let keys = self
            .beginning_with(&partition, VOLUME)?
            .projection_expression(format!("{PK}, {SK}"));
        let mut of_account = Vec::new();
        for item in every(keys).await? {
            let sk = Stored(&item).text(SK)?;
            if sk.ends_with(&suffix) {
                let (pk, sk) = (partition.clone(), sk.to_owned());
                of_account.push(key_of(&Key { pk, sk }));
            }
        }
        for batch in of_account.chunks(BATCH) {
            self.delete_keys(batch.to_vec()).await?;
        }
        Ok(())
    }
}

fn read(item: Stored<'_>) -> Result<Erasure, StoreError> {
    Ok(Erasure {
        account: item.parsed("Account")?,
        requested: item.parsed("Requested")?,
    })
}
