//! What a graph takes in, and whether it has room for more.

use std::collections::{BTreeMap, BTreeSet};

use gumshoe_domain::membership::capacity;
use gumshoe_domain::quota::Quotas;
use gumshoe_domain::{AccountId, GraphArn, MemberEvent, Membership, Timestamp};
use gumshoe_store::{Store, StoreError};

/// The volumes of a graph, and the accounts that give it theirs.
pub(crate) struct Load {
    /// Bytes a day by account, also of accounts that do not feed the graph any more; `None` when they
    /// cannot be read, and will not be by reading them again.
    volumes: Option<BTreeMap<AccountId, u64>>,
    feeding: BTreeSet<AccountId>,
}

impl Load {
    /// The load of `graph`, whose memberships are `members`.
    pub(crate) async fn of(
        store: &Store,
        graph: &GraphArn,
        members: &[Membership],
        now: Timestamp,
    ) -> Result<Self, StoreError> {
        let volumes = match store.volumes(graph.id(), now).await {
            Ok(volumes) => {
                let total = |packages: BTreeMap<_, u64>| {
                    packages.into_values().fold(0, u64::saturating_add)
                };
                Some(
                    volumes
                        .into_iter()
                        .map(|(account, packages)| (account, total(packages)))
                        .collect(),
                )
            }
            Err(error @ StoreError::Malformed { .. }) => {
                tracing::error!(graph.arn = %graph, error.message = %error, "volume of the graph is not known");
                None
            }
            Err(error) => return Err(error),
        };
        let enabled = members.iter().filter(|member| member.life.is_enabled());
        let mut feeding: BTreeSet<AccountId> = enabled.map(|member| member.account).collect();
        feeding.insert(graph.account());
        Ok(Self { volumes, feeding })
    }

    /// Whether there is room for `account` too.
    pub(crate) fn room_for(&self, account: AccountId, quotas: &Quotas) -> MemberEvent {
        let volume = |account: &AccountId| {
            let volumes = self.volumes.as_ref()?;
            Some(volumes.get(account).copied().unwrap_or(0))
        };
        let others = self.feeding.iter().filter(|other| **other != account);
        let graph = others
            .map(volume)
            .try_fold(0, |total: u64, volume| Some(total.saturating_add(volume?)));
        capacity(graph, volume(&account), quotas)
    }

    /// `account` feeds the graph from now on.
    pub(crate) fn add(&mut self, account: AccountId) {
        self.feeding.insert(account);
    }
}
