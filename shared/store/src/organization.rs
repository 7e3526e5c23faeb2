//! The organization that the deployment belongs to: its Detective administrator, of whom there is one
//! item at most, so that designating is one conditional write; and what became of its accounts.

use std::collections::BTreeSet;

use gumshoe_domain::{
    AccountId, AutoEnable, Designation, Graph, GraphArn, GraphId, Membership, Timestamp,
};

use crate::Store;
use crate::error::StoreError;
use crate::item::{Attributes, Item, Stored};
use crate::members::change::active;
use crate::members::{MemberChange, MembersChanged};
use crate::reading::every;
use crate::table::{AUTO_ENABLED, Key, SUSPENSIONS, graph_partition};
use crate::transaction::{Condition, Outcome, Transaction};

/// The graph of an account that becomes Detective administrator.
#[derive(Debug, Clone, Copy)]
pub enum OrganizationGraph<'a> {
    /// It is made now.
    New(&'a Graph),
    /// It is there.
    Existing,
}

impl Store {
    /// Who is Detective administrator, and of which organization.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn designation(&self) -> Result<Option<Designation>, StoreError> {
        let found = self.item(&Key::organization()).await?;
        found.map(|item| read(Stored(&item))).transpose()
    }

    /// Makes the account of a graph Detective administrator, with a new graph or the active one that
    /// it has, unless its organization has one.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the organization has an administrator, or the graph is not as it
    /// is said to be (any more); or when the table cannot be written.
    pub async fn designate(
        &self,
        designation: &Designation,
        graph: OrganizationGraph<'_>,
    ) -> Result<(), StoreError> {
        let mut transaction = Transaction::new(&self.table);
        // A deployment that moved to another organization starts anew there.
        let vacant = Condition::new("attribute_not_exists(PK) OR Organization <> :organization")
            .with(":organization", designation.organization.to_string());
        transaction.put(item(designation), Some(vacant));
        match graph {
            OrganizationGraph::New(graph) => Self::put_graph(&mut transaction, graph),
            OrganizationGraph::Existing => {
                let key = Key::graph(designation.administrator());
                transaction.check(&key, active(&designation.graph));
            }
        }
        done(transaction.run(self).await?)
    }

    /// Switches the automatic enabling of new accounts from what `before` says to `auto_enable`.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the designation is not `before` (any more); or when the table
    /// cannot be written.
    pub async fn set_auto_enable(
        &self,
        before: &Designation,
        auto_enable: AutoEnable,
    ) -> Result<(), StoreError> {
        let after = Designation {
            auto_enable,
            ..before.clone()
        };
        let mut transaction = Transaction::new(&self.table);
        transaction.put(item(&after), Some(unchanged(before)));
        done(transaction.run(self).await?)
    }
}

/// What became of the organization's accounts.
impl Store {
    /// The accounts that became members of `graph` by themselves, whether they still are or not.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn auto_enabled(&self, graph: GraphId) -> Result<BTreeSet<AccountId>, StoreError> {
        self.accounts_in(graph_partition(graph), AUTO_ENABLED).await
    }

    /// The accounts that are known to be suspended.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn suspended(&self) -> Result<BTreeSet<AccountId>, StoreError> {
        self.accounts_in(SUSPENSIONS.to_owned(), "").await
    }

    /// The accounts that the sort keys of a partition name behind `prefix`.
    async fn accounts_in(
        &self,
        partition: String,
        prefix: &str,
    ) -> Result<BTreeSet<AccountId>, StoreError> {
        let named = self.between(&partition, &format!("{prefix}0"), &format!("{prefix}~"))?;
        let items = every(named).await?;
        items
            .iter()
            .map(|item| Stored(item).parsed("Account"))
            .collect()
    }

    /// Makes an account a member by itself, which happens once as long as it is in the organization:
    /// an administrator who removes it does not want it back. No more than `most` members are left.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn auto_enable(
        &self,
        membership: Membership,
        most: u32,
    ) -> Result<MembersChanged, StoreError> {
        let graph = membership.graph.clone();
        let key = Key::auto_enabled(graph.id(), membership.account);
        let once = Item::new(&key)
            .text("Account", membership.account.as_str())
            .build();
        let change = MemberChange::Created(membership);
        self.change_members_and(&graph, &[change], most, |transaction| {
            transaction.put(once, Some(Condition::absent()));
        })
        .await
    }

    /// Writes down that a new account of the organization is a member already, so that it need not
    /// become one by itself. Of a graph that is not active (any more) nothing is written.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn needs_no_enabling(
        &self,
        graph: &GraphArn,
        account: AccountId,
    ) -> Result<(), StoreError> {
        let key = Key::auto_enabled(graph.id(), account);
        let item = Item::new(&key).text("Account", account.as_str());
        let mut transaction = Transaction::new(&self.table);
        transaction.put(item.build(), None);
        transaction.check(&Key::graph(graph.account()), active(graph));
        match transaction.run(self).await? {
            Outcome::Done | Outcome::Refused(_) => Ok(()),
        }
    }

    /// Forgets that an account became a member by itself, because it left the organization.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn forget_auto_enabled(
        &self,
        graph: GraphId,
        account: AccountId,
    ) -> Result<(), StoreError> {
        let mut transaction = Transaction::new(&self.table);
        transaction.delete(&Key::auto_enabled(graph, account), None);
        done(transaction.run(self).await?)
    }

    /// Writes down whether `account` is suspended: then it feeds no graph.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn set_suspended(
        &self,
        account: AccountId,
        suspended: bool,
    ) -> Result<(), StoreError> {
        let mut transaction = Transaction::new(&self.table);
        for key in [Key::suspended(account), Key::suspension(account)] {
            if suspended {
                let item = Item::new(&key).text("Account", account.as_str());
                transaction.put(item.build(), None);
            } else {
                transaction.delete(&key, None);
            }
        }
        done(transaction.run(self).await?)
    }
}

/// Adds to `transaction`, which closes the graph `arn`, that nobody administers an organization with
/// it any more. `designation` is what was read before.
pub(crate) fn resign(
    transaction: &mut Transaction<'_>,
    arn: &GraphArn,
    designation: Option<&Designation>,
) {
    let key = Key::organization();
    match designation {
        Some(designation) if designation.graph == *arn => {
            let same = Condition::new("GraphArn = :graph").with(":graph", arn.to_string());
            transaction.delete(&key, Some(same));
        }
        Some(_) | None => {
            let another = Condition::new("attribute_not_exists(PK) OR GraphArn <> :graph")
                .with(":graph", arn.to_string());
            transaction.check(&key, another);
        }
    }
}

fn done(outcome: Outcome) -> Result<(), StoreError> {
    match outcome {
        Outcome::Done => Ok(()),
        Outcome::Refused(_) => Err(StoreError::Conflict),
    }
}

fn item(designation: &Designation) -> Attributes {
    let item = Item::new(&Key::organization())
        .text("Organization", designation.organization.to_string())
        .text("GraphArn", designation.graph.to_string())
        .text("Since", designation.since.to_string());
    match designation.auto_enable {
        AutoEnable::Off => item.build(),
        AutoEnable::Since(moment) => item.text(AUTO_ENABLE_SINCE, moment.to_string()).build(),
    }
}

/// The attribute that is there while new accounts become members by themselves.
const AUTO_ENABLE_SINCE: &str = "AutoEnableSince";

fn unchanged(before: &Designation) -> Condition {
    let condition = match before.auto_enable {
        AutoEnable::Off => {
            Condition::new("GraphArn = :graph AND attribute_not_exists(AutoEnableSince)")
        }
        AutoEnable::Since(moment) => {
            Condition::new("GraphArn = :graph AND AutoEnableSince = :moment")
                .with(":moment", moment.to_string())
        }
    };
    condition.with(":graph", before.graph.to_string())
}

fn read(item: Stored<'_>) -> Result<Designation, StoreError> {
    let auto_enable = match item.optional_text(AUTO_ENABLE_SINCE) {
        None => AutoEnable::Off,
        Some(_) => AutoEnable::Since(item.parsed::<Timestamp>(AUTO_ENABLE_SINCE)?),
    };
    Ok(Designation {
        organization: item.parsed("Organization")?,
        graph: item.parsed("GraphArn")?,
        since: item.parsed("Since")?,
        auto_enable,
    })
}
