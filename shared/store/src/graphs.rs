//! Graphs: one for an account, created and deleted by one transaction each.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::types::AttributeValue;
use gumshoe_domain::{AccountId, Graph, GraphArn, GraphState, Tags, Timestamp};

use crate::Store;
use crate::error::StoreError;
use crate::item::{Item, Stored, key_of};
use crate::ledger::LedgerScope;
use crate::table::{DIRECTORY, Key, PK, STATUS_SHARDS};
use crate::transaction::{Condition, Outcome, Transaction};

impl Store {
    /// The graph that `account` administers, whatever its state.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn graph_of(&self, account: AccountId) -> Result<Option<Graph>, StoreError> {
        let request = self
            .reading()?
            .get_item()
            .table_name(&*self.table)
            .consistent_read(true);
        let found = request
            .set_key(Some(key_of(&Key::graph(account))))
            .send()
            .await
            .map_err(StoreError::service("GetItem"))?;
        found
            .item
            .as_ref()
            .map(|item| read_graph(Stored(item)))
            .transpose()
    }

    /// The active graphs to which `account` gives its logs.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn graphs_fed_by(&self, account: AccountId) -> Result<Vec<Graph>, StoreError> {
        let own = self.graph_of(account).await?;
        Ok(own
            .into_iter()
            .filter(|graph| graph.state == GraphState::Active)
            .collect())
    }

    /// Adds a graph, unless its account has one.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the account has one, in whatever state; or when the table cannot be written.
    pub async fn add_graph(&self, graph: &Graph) -> Result<(), StoreError> {
        let mut transaction = Transaction::new(&self.table);
        let item = Item::new(&Key::graph(graph.arn.account()))
            .text("Arn", graph.arn.to_string())
            .text("Created", graph.created.to_string())
            .text("GraphState", graph.state.to_string())
            .value("Tags", tags_value(&graph.tags));
        transaction.put(item.build(), Some(Condition::absent()));
        let entry = Item::new(&Key::directory(graph.arn.id())).text("Arn", graph.arn.to_string());
        transaction.put(entry.build(), Some(Condition::absent()));
        for shard in 0..STATUS_SHARDS {
            let status = Item::new(&Key::status(LedgerScope::Graph(graph.arn.id()), shard));
            transaction.put(status.build(), Some(Condition::absent()));
        }
        match transaction.run(self).await? {
            Outcome::Done => Ok(()),
            Outcome::Refused(_) => Err(StoreError::Conflict),
        }
    }

    /// Closes an active graph: from here on it is deleted for its users, and takes no data.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the graph is not active (any more); or when the table cannot be written.
    pub async fn close_graph(&self, arn: &GraphArn) -> Result<(), StoreError> {
        let mut transaction = Transaction::new(&self.table);
        let active = Condition::new("Arn = :arn AND GraphState = :active")
            .with(":arn", arn.to_string())
            .with(":active", GraphState::Active.to_string())
            .with(":deleting", GraphState::Deleting.to_string());
        transaction.update(
            &Key::graph(arn.account()),
            "SET GraphState = :deleting",
            Vec::new(),
            active,
        );
        for shard in 0..STATUS_SHARDS {
            transaction.delete(&Key::status(LedgerScope::Graph(arn.id()), shard), None);
        }
        match transaction.run(self).await? {
            Outcome::Done => Ok(()),
            Outcome::Refused(_) => Err(StoreError::Conflict),
        }
    }

    /// Every graph of the deployment, in whatever state.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn every_graph(&self) -> Result<Vec<Graph>, StoreError> {
        let mut pages = self
            .reading()?
            .query()
            .table_name(&*self.table)
            .key_condition_expression(format!("{PK} = :pk"))
            .expression_attribute_values(":pk", AttributeValue::S(DIRECTORY.to_owned()))
            .into_paginator()
            .items()
            .send();
        let mut graphs = Vec::new();
        while let Some(item) = pages.next().await {
            let item = item.map_err(StoreError::service("Query"))?;
            let arn: GraphArn = Stored(&item).parsed("Arn")?;
            // An entry that outlives its graph for a moment is no graph.
            graphs.extend(
                self.graph_of(arn.account())
                    .await?
                    .filter(|graph| graph.arn == arn),
            );
        }
        Ok(graphs)
    }

    /// Removes the last traces of a closed graph, after which its account may create another.
    pub(crate) async fn forget_graph(&self, arn: &GraphArn) -> Result<(), StoreError> {
        let mut transaction = Transaction::new(&self.table);
        let closed = Condition::new("Arn = :arn").with(":arn", arn.to_string());
        transaction.delete(&Key::graph(arn.account()), Some(closed));
        transaction.delete(&Key::directory(arn.id()), None);
        match transaction.run(self).await? {
            Outcome::Done => Ok(()),
            Outcome::Refused(_) => Err(StoreError::Conflict),
        }
    }
}

fn read_graph(item: Stored<'_>) -> Result<Graph, StoreError> {
    Ok(Graph {
        arn: item.parsed("Arn")?,
        created: item.parsed::<Timestamp>("Created")?,
        state: item.parsed("GraphState")?,
        tags: read_tags(item)?,
    })
}

fn tags_value(tags: &Tags) -> AttributeValue {
    AttributeValue::M(
        tags.pairs()
            .iter()
            .map(|(key, value)| (key.clone(), AttributeValue::S(value.clone())))
            .collect(),
    )
}

fn read_tags(item: Stored<'_>) -> Result<Tags, StoreError> {
    let Some(AttributeValue::M(pairs)) = item.0.get("Tags") else {
        return Err(item.malformed("Tags"));
    };
    if pairs.is_empty() {
        return Ok(Tags::default());
    }
    let mut read = BTreeMap::new();
    for (key, value) in pairs {
        let value = value.as_s().map_err(|_| item.malformed("Tags"))?;
        read.insert(key.clone(), value.clone());
    }
    Tags::new(read).map_err(|_| item.malformed("Tags"))
}
