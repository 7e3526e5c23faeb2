//! Reading memberships, from the side of the graph and from that of the account.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_dynamodb::types::AttributeValue;
use gumshoe_domain::{AccountId, Graph, GraphArn, GraphId, GraphState, Membership};

use super::item;
use crate::Store;
use crate::error::StoreError;
use crate::graphs::read_graph;
use crate::item::{Attributes, Stored};
use crate::reading::first;
use crate::table::{
    Key, MEMBER, MEMBERSHIP, OWN_GRAPH, SK, SUSPENDED, account_partition, graph_partition,
};

/// Some memberships, in the order of their keys, and where the next ones begin.
#[derive(Debug, Clone, PartialEq)]
pub struct MemberPage<P> {
    /// The memberships.
    pub members: Vec<Membership>,
    /// Behind which account or graph the next page begins; `None` after the last.
    pub next: Option<P>,
}

impl Store {
    /// The membership of `account` in `graph`.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn member(
        &self,
        graph: GraphId,
        account: AccountId,
    ) -> Result<Option<Membership>, StoreError> {
        let found = self.item(&Key::member(graph, account)).await?;
        found.map(|found| item::read(Stored(&found))).transpose()
    }

    /// Of `accounts`, the memberships in `graph`.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn members(
        &self,
        graph: GraphId,
        accounts: &[AccountId],
    ) -> Result<BTreeMap<AccountId, Membership>, StoreError> {
        let distinct: BTreeSet<&AccountId> = accounts.iter().collect();
        let keys: Vec<Key> = distinct
            .into_iter()
            .map(|&account| Key::member(graph, account))
            .collect();
        let mut members = BTreeMap::new();
        for found in self.items(&keys).await? {
            let membership = item::read(Stored(&found))?;
            members.insert(membership.account, membership);
        }
        Ok(members)
    }

    /// At most `most` memberships of `graph`, of the accounts behind `after`.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn members_page(
        &self,
        graph: GraphId,
        after: Option<AccountId>,
        most: usize,
    ) -> Result<MemberPage<AccountId>, StoreError> {
        let after = after.map(|account| account.to_string());
        let page = Range {
            partition: graph_partition(graph),
            from: behind(MEMBER, after.as_deref()),
            to: format!("{MEMBER}~"),
            filter: Filter::None,
        };
        let (members, more) = self.some_members(page, most).await?;
        let last = members.last().map(|membership| membership.account);
        let next = last.filter(|_| more);
        Ok(MemberPage { members, next })
    }

    /// Every membership of `graph`, in the order of the accounts.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn every_member(&self, graph: GraphId) -> Result<Vec<Membership>, StoreError> {
        Ok(self.members_page(graph, None, usize::MAX).await?.members)
    }

    /// How many memberships `graph` has.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn member_count(&self, graph: GraphId) -> Result<u32, StoreError> {
        let found = self.item(&Key::member_count(graph)).await?;
        found.map_or(Ok(0), |found| Stored(&found).number("MemberCount"))
    }

    /// At most `most` memberships of `account` that it is told of, in the graphs behind `after`. They
    /// may be of graphs that are being deleted.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn invitations_page(
        &self,
        account: AccountId,
        after: Option<GraphId>,
        most: usize,
    ) -> Result<MemberPage<GraphId>, StoreError> {
        let after = after.map(|graph| graph.to_string());
        let page = Range {
            partition: account_partition(account),
            from: behind(MEMBERSHIP, after.as_deref()),
            to: format!("{MEMBERSHIP}~"),
            filter: Filter::ShownToAccount,
        };
        let (members, more) = self.some_members(page, most).await?;
        let last = members.last().map(|membership| membership.graph.id());
        let next = last.filter(|_| more);
        Ok(MemberPage { members, next })
    }

    /// The memberships that `account` has in `graphs`, whether it was told of them or not.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn memberships(
        &self,
        account: AccountId,
        graphs: &BTreeSet<GraphId>,
    ) -> Result<Vec<Membership>, StoreError> {
        let keys = graphs.iter().map(|graph| Key::membership(account, *graph));
        let found = self.items(&keys.collect::<Vec<_>>()).await?;
        found
            .iter()
            .map(|found| item::read(Stored(found)))
            .collect()
    }

    /// The active graphs to which `account` gives its logs: its own, and those that enabled it.
    ///
    /// One query of the account's partition, where both its graph and its memberships are; for an
    /// account that is a member, one more read of the graphs. An account that its organization
    /// suspended feeds none.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn graphs_fed_by(&self, account: AccountId) -> Result<Vec<Graph>, StoreError> {
        let range = Range {
            partition: account_partition(account),
            from: OWN_GRAPH.to_owned(),
            to: format!("{MEMBERSHIP}~"),
            filter: Filter::Fed,
        };
        let (mut graphs, mut arns) = (Vec::new(), Vec::new());
        for found in self.range(&range, usize::MAX).await? {
            let stored = Stored(&found);
            let name = stored.text(SK)?;
            if name == SUSPENDED {
                return Ok(Vec::new());
            } else if name == OWN_GRAPH {
                graphs.push(read_graph(stored)?);
            } else if name.starts_with(MEMBERSHIP) {
                arns.push(item::read(stored)?.graph);
            }
        }
        graphs.retain(|graph| graph.state == GraphState::Active);
        graphs.extend(self.active_graphs(&arns).await?.into_values());
        Ok(graphs)
    }

    /// Of `arns`, the graphs that exist and are active.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn active_graphs(
        &self,
        arns: &[GraphArn],
    ) -> Result<BTreeMap<GraphArn, Graph>, StoreError> {
        let mut keys: Vec<Key> = arns.iter().map(|arn| Key::graph(arn.account())).collect();
        keys.sort_by(|a, b| a.pk.cmp(&b.pk));
        keys.dedup();
        let mut graphs = BTreeMap::new();
        for found in self.items(&keys).await? {
            let graph = read_graph(Stored(&found))?;
            if graph.state == GraphState::Active && arns.contains(&graph.arn) {
                graphs.insert(graph.arn.clone(), graph);
            }
        }
        Ok(graphs)
    }

    /// At most `most` memberships of a range, and whether there are more.
    async fn some_members(
        &self,
        range: Range,
        most: usize,
    ) -> Result<(Vec<Membership>, bool), StoreError> {
        let found = self.range(&range, most.saturating_add(1)).await?;
        let more = found.len() > most;
        let members = found
            .iter()
            .take(most)
            .map(|found| item::read(Stored(found)));
        Ok((members.collect::<Result<_, _>>()?, more))
    }

    /// The first `most` items of a range.
    async fn range(&self, range: &Range, most: usize) -> Result<Vec<Attributes>, StoreError> {
        let mut request = self.between(&range.partition, &range.from, &range.to)?;
        // The limit of a query counts what the filter leaves out too, so it is only a good guess.
        if let Ok(limit) = i32::try_from(most) {
            request = request.limit(limit);
        }
        if let Some((expression, names)) = range.filter.expression() {
            request = request.filter_expression(expression);
            for name in names {
                request = request.expression_attribute_values(
                    format!(":{name}"),
                    AttributeValue::S((*name).to_owned()),
                );
            }
        }
        first(request, most).await
    }
}

/// Neighbours in a partition.
struct Range {
    partition: String,
    from: String,
    to: String,
    filter: Filter,
}

/// Which of them are wanted.
enum Filter {
    /// All.
    None,
    /// Memberships that the account is told of: `Life::is_shown_to_account`.
    ShownToAccount,
    /// Memberships that are enabled, and whatever is no membership.
    Fed,
}

impl Filter {
    /// The filter's expression with the statuses that it names.
    fn expression(&self) -> Option<(&'static str, &'static [&'static str])> {
        match self {
            Self::None => None,
            Self::ShownToAccount => Some((
                "MemberStatus IN (:INVITED, :ENABLED, :ACCEPTED_BUT_DISABLED)",
                &["INVITED", "ENABLED", "ACCEPTED_BUT_DISABLED"],
            )),
            Self::Fed => Some((
                "attribute_not_exists(MemberStatus) OR MemberStatus = :ENABLED",
                &["ENABLED"],
            )),
        }
    }
}

/// The least sort key behind that of `after`: ids of one kind are equally long, and `~` is behind
/// every character of one.
fn behind(prefix: &str, after: Option<&str>) -> String {
    match after {
        Some(after) => format!("{prefix}{after}~"),
        None => prefix.to_owned(),
    }
}
