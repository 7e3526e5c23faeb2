//! Graphs: one for an account, created and deleted by one transaction each.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::types::AttributeValue;
use gumshoe_domain::{
    AccountId, Graph, GraphArn, GraphId, GraphState, Suspension, Tags, Timestamp,
};

use crate::Store;
use crate::error::StoreError;
use crate::item::{Item, Stored};
use crate::ledger::LedgerScope;
use crate::organization;
use crate::packages;
use crate::reading::every;
use crate::table::{DIRECTORY, Key, STATUS_SHARDS};
use crate::transaction::{Condition, Outcome, Transaction};

impl Store {
    /// The graph that `account` administers, whatever its state.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn graph_of(&self, account: AccountId) -> Result<Option<Graph>, StoreError> {
        let found = self.item(&Key::graph(account)).await?;
        found.map(|item| read_graph(Stored(&item))).transpose()
    }

    /// Adds a graph, unless its account has one.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the account has one, in whatever state; or when the table cannot be written.
    pub async fn add_graph(&self, graph: &Graph) -> Result<(), StoreError> {
        let mut transaction = Transaction::new(&self.table);
        Self::put_graph(&mut transaction, graph);
        match transaction.run(self).await? {
            Outcome::Done => Ok(()),
            Outcome::Refused(_) => Err(StoreError::Conflict),
        }
    }

    /// Adds to `transaction` that the graph is added, on the condition that its account has none.
    pub(crate) fn put_graph(transaction: &mut Transaction<'_>, graph: &Graph) {
        let item = Item::new(&Key::graph(graph.arn.account()))
            .text("Arn", graph.arn.to_string())
            .text("Created", graph.created.to_string())
            .text("GraphState", graph.state.to_string())
            .value("Tags", tags_value(&graph.tags))
            .value("Packages", packages::value(&graph.packages));
        transaction.put(item.build(), Some(Condition::absent()));
        let entry = Item::new(&Key::directory(graph.arn.id())).text("Arn", graph.arn.to_string());
        transaction.put(entry.build(), Some(Condition::absent()));
        for shard in 0..STATUS_SHARDS {
            let status = Item::new(&Key::status(LedgerScope::Graph(graph.arn.id()), shard));
            transaction.put(status.build(), Some(Condition::absent()));
        }
    }

    /// Closes an active graph: from here on it is deleted for its users, and takes no data. Its
    /// account is no organization's Detective administrator any more.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the graph is not active (any more); or when the table cannot be written.
    pub async fn close_graph(&self, arn: &GraphArn) -> Result<(), StoreError> {
        loop {
            let designation = self.designation().await?;
            let mut transaction = Transaction::new(&self.table);
            Self::close(&mut transaction, arn);
            organization::resign(&mut transaction, arn, designation.as_ref());
            match transaction.run(self).await? {
                Outcome::Done => return Ok(()),
                // The first action's condition is that the graph is active.
                Outcome::Refused(positions) if positions.contains(&0) => {
                    return Err(StoreError::Conflict);
                }
                // The account became an administrator meanwhile, or ceased to be.
                Outcome::Refused(_) => {}
            }
        }
    }

    fn close(transaction: &mut Transaction<'_>, arn: &GraphArn) {
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
    }

    /// Gives an active graph other tags, unless it has others by now than `graph` says.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the graph's tags were changed meanwhile or it is not active (any
    /// more): look again. Or when the table cannot be written.
    pub async fn replace_tags(&self, graph: &Graph, tags: &Tags) -> Result<(), StoreError> {
        let mut unchanged =
            Condition::new("Arn = :arn AND GraphState = :active AND Tags = :before")
                .with(":arn", graph.arn.to_string())
                .with(":active", GraphState::Active.to_string());
        for (name, tags) in [(":before", &graph.tags), (":after", tags)] {
            unchanged.values.insert(name.to_owned(), tags_value(tags));
        }
        self.update_graph(&graph.arn, "SET Tags = :after", unchanged)
            .await
    }

    /// Suspends the ingest of an active graph that is not suspended.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when it is suspended, or not active (any more). Or when the table
    /// cannot be written.
    pub async fn suspend_ingest(&self, arn: &GraphArn, now: Timestamp) -> Result<(), StoreError> {
        let runs = Condition::new(
            "Arn = :arn AND GraphState = :active AND (attribute_not_exists(SuspendedFrom) OR attribute_exists(SuspensionLifted))",
        );
        let runs = runs
            .with(":arn", arn.to_string())
            .with(":active", GraphState::Active.to_string())
            .with(":now", now.to_string());
        self.update_graph(
            arn,
            "SET SuspendedFrom = :now REMOVE SuspensionLifted",
            runs,
        )
        .await
    }

    pub(crate) async fn update_graph(
        &self,
        arn: &GraphArn,
        expression: &str,
        condition: Condition,
    ) -> Result<(), StoreError> {
        let mut transaction = Transaction::new(&self.table);
        transaction.update(
            &Key::graph(arn.account()),
            expression,
            Vec::new(),
            condition,
        );
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
        let mut graphs = Vec::new();
        for item in every(self.whole(DIRECTORY)?).await? {
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

/// The id of a graph that is about to be made.
///
/// # Errors
/// When the machine has no randomness.
pub fn random_id() -> Result<GraphId, StoreError> {
    let mut bits = [0; 16];
    getrandom::fill(&mut bits).map_err(StoreError::service("getrandom"))?;
    Ok(GraphId::from_bits(u128::from_be_bytes(bits)))
}

pub(crate) fn read_graph(item: Stored<'_>) -> Result<Graph, StoreError> {
    let created: Timestamp = item.parsed("Created")?;
    Ok(Graph {
        arn: item.parsed("Arn")?,
        created,
        state: item.parsed("GraphState")?,
        tags: read_tags(item)?,
        packages: packages::read(item, created)?,
        suspension: read_suspension(item)?,
    })
}

fn read_suspension(item: Stored<'_>) -> Result<Option<Suspension>, StoreError> {
    if item.optional_text("SuspendedFrom").is_none() {
        return Ok(None);
    }
    let lifted = match item.optional_text("SuspensionLifted") {
        Some(_) => Some(item.parsed("SuspensionLifted")?),
        None => None,
    };
    Ok(Some(Suspension {
        from: item.parsed("SuspendedFrom")?,
        lifted,
    }))
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
    let mut read = BTreeMap::new();
    for (key, value) in pairs {
        let value = value.as_s().map_err(|_| item.malformed("Tags"))?;
        read.insert(key.clone(), value.clone());
    }
    Tags::of_graph(read).map_err(|_| item.malformed("Tags"))
}
