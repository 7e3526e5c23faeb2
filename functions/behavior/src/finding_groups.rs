//! Groups of findings as they are answered.

use std::collections::BTreeMap;

use gumshoe_activity::{EntityCategory, FindingGroup};
use gumshoe_api::{ApiError, Invalid, field};
use gumshoe_domain::investigation::{Severity, Tactic};
use gumshoe_domain::{FindingGroupId, GraphArn};
use serde::{Deserialize, Serialize};

/// What a tactic is called that is none of ATT&CK's.
pub(crate) const OTHER_TACTIC: &str = "Other";

/// What an operation about one group is sent.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct OneGroupRequest {
    graph_arn: Option<String>,
    group_id: Option<String>,
}

/// One group of a graph.
pub(crate) struct OneGroup {
    pub(crate) graph: GraphArn,
    pub(crate) group: FindingGroupId,
}

impl TryFrom<OneGroupRequest> for OneGroup {
    type Error = Invalid;

    fn try_from(sent: OneGroupRequest) -> Result<Self, Invalid> {
        let graph = field::graph_arn(sent.graph_arn)?;
        let group = field::required("GroupId", sent.group_id)?;
        Ok(Self {
            graph,
            group: field::parsed("GroupId", &group)?,
        })
    }
}

/// The graph has no such group.
pub(crate) fn not_found() -> ApiError {
    let message = "The behavior graph has no finding group with this GroupId.";
    ApiError::ResourceNotFound(message.to_owned())
}

/// The names of tactics, in the order of an attack, the others last.
pub(crate) fn tactics(
    tactics: impl IntoIterator<Item = Tactic>,
    has_other: bool,
) -> Vec<&'static str> {
    let other = has_other.then_some(OTHER_TACTIC);
    tactics
        .into_iter()
        .map(Tactic::as_str)
        .chain(other)
        .collect()
}

/// A group in a list.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct FindingGroupSummary {
    group_id: String,
    title: String,
    severity: &'static str,
    status: &'static str,
    tactics: Vec<&'static str>,
    account_ids: Vec<String>,
    first_seen: String,
    last_seen: String,
    created_time: String,
    updated_time: String,
    finding_count: u64,
    findings_by_severity: BTreeMap<&'static str, u64>,
    evidence_count: u64,
    entity_count: u64,
    entities_by_category: BTreeMap<&'static str, u64>,
    /// The groups that became this one.
    parents: Vec<String>,
    /// The group that this one became part of.
    #[serde(skip_serializing_if = "Option::is_none")]
    child: Option<String>,
}

impl From<&FindingGroup> for FindingGroupSummary {
    fn from(group: &FindingGroup) -> Self {
        let it = &group.profile;
        let of = |severity: &Severity| it.findings.get(severity).copied().unwrap_or_default();
        let by_severity = Severity::ALL
            .iter()
            .map(|level| (level.as_str(), of(level)));
        let of = |category| it.entities.get(category).copied().unwrap_or_default();
        let by_category = EntityCategory::ALL
            .iter()
            .map(|each| (each.as_str(), of(each)));
        Self {
            group_id: group.id.to_string(),
            title: it.title.clone(),
            severity: it.severity.as_str(),
            status: group.status.as_str(),
            tactics: tactics(it.tactics.iter().copied(), it.has_other_tactics),
            account_ids: it.accounts.iter().map(ToString::to_string).collect(),
            first_seen: it.first_seen.to_string(),
            last_seen: it.last_seen.to_string(),
            created_time: group.created.to_string(),
            updated_time: it.updated.to_string(),
            finding_count: it.findings.values().sum(),
            findings_by_severity: by_severity.collect(),
            evidence_count: it.evidence,
            entity_count: it.entities.values().sum(),
            entities_by_category: by_category.collect(),
            parents: group.parents.iter().map(ToString::to_string).collect(),
            child: group.child.map(|it| it.to_string()),
        }
    }
}
