//! Shapes that several operations of this family answer with or take.

use std::collections::{BTreeMap, BTreeSet};

use gumshoe_api::{Invalid, field};
use gumshoe_domain::membership::{DisabledReason, Volume};
use gumshoe_domain::quota::Quotas;
use gumshoe_domain::{AccountId, Graph, Membership};
use serde::Serialize;

/// A membership. Service model, `MemberDetail`.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct MemberDetail {
    account_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    email_address: Option<String>,
    graph_arn: String,
    /// The deprecated name of `administrator_id`, which clients still read.
    master_id: String,
    administrator_id: String,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    disabled_reason: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    invited_time: Option<String>,
    updated_time: String,
    #[serde(flatten)]
    usage: Option<Usage>,
    invitation_type: &'static str,
    datasource_package_ingest_states: BTreeMap<&'static str, &'static str>,
}

/// What an account gives its graph.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Usage {
    volume_usage_in_bytes: u64,
    volume_usage_updated_time: String,
    percent_of_graph_utilization: f64,
    percent_of_graph_utilization_updated_time: String,
    volume_usage_by_datasource_package: BTreeMap<&'static str, PackageUsage>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct PackageUsage {
    volume_usage_in_bytes: u64,
    volume_usage_update_time: String,
}

impl MemberDetail {
    /// What is told of a membership in `graph`.
    pub(crate) fn of(membership: &Membership, graph: &Graph, quotas: &Quotas) -> Self {
        let life = membership.life;
        let administrator = graph.arn.account().to_string();
        let states = graph.packages.iter();
        Self {
            account_id: membership.account.to_string(),
            email_address: membership.email.as_ref().map(|it| it.reveal().to_owned()),
            graph_arn: graph.arn.to_string(),
            master_id: administrator.clone(),
            administrator_id: administrator,
            status: life.status().as_str(),
            disabled_reason: life.status().disabled_reason().map(DisabledReason::as_str),
            invited_time: life.invited().map(|invited| invited.to_string()),
            updated_time: life.updated().to_string(),
            usage: membership
                .volume()
                .map(|total| Usage::of(membership, total, quotas)),
            invitation_type: life.invitation_type().as_str(),
            datasource_package_ingest_states: states
                .map(|(package, history)| (package.as_str(), history.state.as_str()))
                .collect(),
        }
    }
}

impl Usage {
    fn of(membership: &Membership, total: Volume, quotas: &Quotas) -> Self {
        let updated = total.updated.to_string();
        let packages = membership.volumes.iter();
        Self {
            volume_usage_in_bytes: total.bytes_per_day,
            volume_usage_updated_time: updated.clone(),
            percent_of_graph_utilization: percent(total.bytes_per_day, quotas.bytes_per_day),
            percent_of_graph_utilization_updated_time: updated,
            volume_usage_by_datasource_package: packages
                .map(|(package, volume)| (package.as_str(), PackageUsage::of(volume)))
                .collect(),
        }
    }
}

impl PackageUsage {
    fn of(volume: &Volume) -> Self {
        Self {
            volume_usage_in_bytes: volume.bytes_per_day,
            volume_usage_update_time: volume.updated.to_string(),
        }
    }
}

/// Of the volume that a graph may have, not of what it has: API Reference, `MemberDetail`.
fn percent(bytes: u64, limit: u64) -> f64 {
    if limit == 0 {
        return 100.0;
    }
    bytes as f64 * 100.0 / limit as f64
}

/// An account that a call did nothing about. Service model, `UnprocessedAccount`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UnprocessedAccount {
    account_id: String,
    reason: &'static str,
}

impl UnprocessedAccount {
    pub(crate) fn new(account: AccountId, reason: &'static str) -> Self {
        Self {
            account_id: account.to_string(),
            reason,
        }
    }
}

/// Why there is nothing to tell or to remove.
pub(crate) const NOT_A_MEMBER: &str = "Account is not a member";

/// The member `AccountIds`: accounts, each once, in their order.
///
/// # Errors
/// When it is missing, or has one that is none.
pub(crate) fn account_ids(sent: Option<Vec<String>>) -> Result<Vec<AccountId>, Invalid> {
    let sent = field::required("AccountIds", sent)?;
    let (mut seen, mut accounts) = (BTreeSet::new(), Vec::new());
    for text in &sent {
        let account = field::parsed("AccountIds", text)?;
        if seen.insert(account) {
            accounts.push(account);
        }
    }
    Ok(accounts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentage_is_of_what_the_graph_may_take() {
        assert_eq!(percent(40, 160), 25.0);
        assert_eq!(percent(1, 0), 100.0);
    }

    #[test]
    fn an_account_named_twice_is_read_once() {
        let sent = ["444455556666", "111122223333", "444455556666"].map(str::to_owned);
        let read = account_ids(Some(sent.to_vec())).unwrap();
        let read: Vec<String> = read.iter().map(ToString::to_string).collect();
        assert_eq!(read, ["444455556666", "111122223333"]);
    }
}
