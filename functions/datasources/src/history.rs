//! The ingest history of a member, which both sides may read.

use std::collections::BTreeMap;

use gumshoe_domain::{AccountId, Graph, Membership, Timestamp};
use serde::Serialize;

/// When a state was entered.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Entered {
    timestamp: String,
}

impl Entered {
    pub(crate) fn at(time: &Timestamp) -> Self {
        Self {
            timestamp: time.to_string(),
        }
    }
}

/// What a graph took in of an account, by package and state.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct MembershipDatasources {
    account_id: String,
    graph_arn: String,
    datasource_package_ingest_history: BTreeMap<&'static str, BTreeMap<&'static str, Entered>>,
}

impl MembershipDatasources {
    /// That of the graph's administrator: its packages since it was created.
    pub(crate) fn of_administrator(graph: &Graph) -> Self {
        Self::since(graph, graph.arn.account(), Some(graph.created))
    }

    /// That of a member: the graph's packages since it was enabled, and nothing while it is not.
    pub(crate) fn of_member(graph: &Graph, membership: &Membership) -> Self {
        let enabled = Some(membership.life)
            .filter(|life| life.is_enabled())
            .map(|life| life.updated());
        Self::since(graph, membership.account, enabled)
    }

    fn since(graph: &Graph, account: AccountId, enabled: Option<Timestamp>) -> Self {
        let seen = enabled.map(|enabled| graph.packages.seen_since(enabled));
        let described = seen.into_iter().flatten().map(|(package, states)| {
            let states = states
                .iter()
                .map(|(state, entered)| (state.as_str(), Entered::at(entered)));
            (package.as_str(), states.collect())
        });
        Self {
            account_id: account.to_string(),
            graph_arn: graph.arn.to_string(),
            datasource_package_ingest_history: described.collect(),
        }
    }
}
