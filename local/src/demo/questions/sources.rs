//! What the demo asks about the sources besides CloudTrail: traffic, findings, calls to clusters.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{PAGE, Window};
use crate::demo::account::Account;
use crate::demo::behavior::BehaviorError;

/// Peers that are asked for.
const PEERS: u32 = 6;

/// The answers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::demo) struct Sources {
    /// Peers that most was sent to, of each account, most first.
    pub(in crate::demo) peers: Vec<Peer>,
    /// Active findings, the most severe first.
    pub(in crate::demo) findings: Vec<Finding>,
    /// Subjects of clusters: those that were not seen before come first, then the busiest.
    pub(in crate::demo) subjects: Vec<Subject>,
}

/// A peer of an account's instances.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::demo) struct Peer {
    pub(in crate::demo) account: String,
    pub(in crate::demo) address: String,
    pub(in crate::demo) is_new: bool,
    pub(in crate::demo) inbound_bytes: u64,
    pub(in crate::demo) outbound_bytes: u64,
    pub(in crate::demo) flows: u64,
    pub(in crate::demo) first_seen: String,
}

/// A finding, as `ListFindings` tells it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::demo) struct Finding {
    pub(in crate::demo) account_id: String,
    pub(in crate::demo) severity: String,
    #[serde(default)]
    pub(in crate::demo) types: Vec<String>,
    #[serde(default)]
    pub(in crate::demo) title: Option<String>,
    pub(in crate::demo) last_seen: String,
}

/// Somebody who called a cluster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::demo) struct Subject {
    pub(in crate::demo) name: String,
    pub(in crate::demo) is_new: bool,
    pub(in crate::demo) calls: u64,
    pub(in crate::demo) refused: u64,
    pub(in crate::demo) first_seen: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Group {
    keys: Keys,
    #[serde(default)]
    success_count: u64,
    #[serde(default)]
    failure_count: u64,
    #[serde(default)]
    unauthorized_count: u64,
    #[serde(default)]
    forbidden_count: u64,
    #[serde(default)]
    inbound_bytes: u64,
    #[serde(default)]
    outbound_bytes: u64,
    #[serde(default)]
    flows: u64,
    first_seen: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Keys {
    #[serde(default)]
    peer: Option<String>,
    #[serde(default)]
    subject: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Groups {
    groups: Vec<Group>,
    #[serde(default)]
    next_token: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Findings {
    findings: Vec<Finding>,
}

/// Asks everything.
pub(in crate::demo) async fn ask(
    accounts: &[Account],
    day: Window,
    before: Option<Window>,
) -> Result<Sources, BehaviorError> {
    let mut sources = Sources::default();
    for account in accounts {
        sources.peers.extend(peers(account, day, before).await?);
        sources.findings.extend(findings(account, day).await?);
        sources
            .subjects
            .extend(subjects(account, day, before).await?);
    }
    sources.peers.sort_by_key(|it| Reverse(it.outbound_bytes));
    sources
        .findings
        .sort_by_key(|it| Reverse(rank(&it.severity)));
    let order = |it: &Subject| (Reverse(it.is_new), Reverse(it.calls));
    sources.subjects.sort_by_key(order);
    Ok(sources)
}

/// The severities in order.
fn rank(severity: &str) -> usize {
    let levels = ["INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL"];
    levels
        .iter()
        .position(|it| *it == severity)
        .unwrap_or_default()
}

async fn peers(
    account: &Account,
    day: Window,
    before: Option<Window>,
) -> Result<Vec<Peer>, BehaviorError> {
    let mut body = activity(account, "NETWORK", "Peer", day);
    body["SortBy"] = json!("OutboundBytes");
    body["MaxResults"] = json!(PEERS);
    let page: Groups = call(account, "/behavior/activity/list", &body).await?;
    let mut peers = Vec::new();
    for group in page.groups {
        let Some(address) = group.keys.peer else {
            continue;
        };
        let is_new = match before {
            None => false,
            Some(before) => {
                let mut body = activity(account, "NETWORK", "Peer", before);
                body["Filters"] =
                    json!([{"Dimension": "Peer", "Operator": "EQUALS", "Values": [address]}]);
                let page: Groups = call(account, "/behavior/activity/list", &body).await?;
                page.groups.is_empty()
            }
        };
        peers.push(Peer {
            account: account.id.clone(),
            address,
            is_new,
            inbound_bytes: group.inbound_bytes,
            outbound_bytes: group.outbound_bytes,
            flows: group.flows,
            first_seen: group.first_seen,
        });
    }
    Ok(peers)
}

async fn findings(account: &Account, day: Window) -> Result<Vec<Finding>, BehaviorError> {
    let body = json!({
        "GraphArn": account.graph,
        "ScopeStartTime": day.start.to_string(),
        "ScopeEndTime": day.end.to_string(),
        "AccountIds": [account.id],
        "SortBy": "Severity",
        "MaxResults": PAGE,
    });
    let page: Findings = call(account, "/behavior/findings/list", &body).await?;
    Ok(page.findings)
}

async fn subjects(
    account: &Account,
    day: Window,
    before: Option<Window>,
) -> Result<Vec<Subject>, BehaviorError> {
    let known: Option<BTreeSet<String>> = match before {
        None => None,
        Some(before) => {
            let groups = groups_by_subject(account, before).await?;
            Some(
                groups
                    .into_iter()
                    .filter_map(|it| it.keys.subject)
                    .collect(),
            )
        }
    };
    let groups = groups_by_subject(account, day).await?;
    let subject = |group: Group| {
        let name = group.keys.subject?;
        let refused = group.unauthorized_count + group.forbidden_count;
        Some(Subject {
            is_new: known.as_ref().is_some_and(|it| !it.contains(&name)),
            name,
            calls: group.success_count + group.failure_count + refused,
            refused,
            first_seen: group.first_seen,
        })
    };
    Ok(groups.into_iter().filter_map(subject).collect())
}

async fn groups_by_subject(account: &Account, window: Window) -> Result<Vec<Group>, BehaviorError> {
    let mut body = activity(account, "KUBERNETES", "Subject", window);
    let mut groups = Vec::new();
    loop {
        let page: Groups = call(account, "/behavior/activity/list", &body).await?;
        groups.extend(page.groups);
        let Some(next) = page.next_token else {
            return Ok(groups);
        };
        body["NextToken"] = Value::String(next);
    }
}

fn activity(account: &Account, source: &str, dimension: &str, window: Window) -> Value {
    json!({
        "GraphArn": account.graph,
        "EntityType": "AwsAccount",
        "EntityId": account.id,
        "Source": source,
        "ScopeStartTime": window.start.to_string(),
        "ScopeEndTime": window.end.to_string(),
        "GroupBy": [dimension],
        "MaxResults": PAGE,
    })
}

async fn call<T: DeserializeOwned>(
    account: &Account,
    path: &'static str,
    body: &Value,
) -> Result<T, BehaviorError> {
    account.behavior.call(path, body).await
}
