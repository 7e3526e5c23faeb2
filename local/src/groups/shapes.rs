//! What of the API's answers is shown.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct GroupList {
    pub(super) finding_groups: Vec<Value>,
    pub(super) next_token: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Group {
    pub(super) group_id: String,
    pub(super) title: String,
    pub(super) severity: String,
    pub(super) status: String,
    pub(super) tactics: Vec<String>,
    pub(super) account_ids: Vec<String>,
    pub(super) first_seen: String,
    pub(super) last_seen: String,
    pub(super) findings_by_severity: BTreeMap<String, u64>,
    pub(super) finding_count: u64,
    pub(super) evidence_count: u64,
    pub(super) entities_by_category: BTreeMap<String, u64>,
}

impl Group {
    /// Whether somebody should look at it at once.
    pub(super) fn is_severe(&self) -> bool {
        self.status == "ACTIVE" && ["HIGH", "CRITICAL"].contains(&self.severity.as_str())
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct GroupAnswer {
    pub(super) finding_group: Group,
    pub(super) summary: String,
    pub(super) entities: Vec<Entity>,
    pub(super) links: Vec<Link>,
    pub(super) timeline: Vec<Moment>,
    pub(super) lineage: Lineage,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Entity {
    pub(super) entity_type: String,
    pub(super) entity_id: String,
    pub(super) finding_count: u64,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Link {
    pub(super) weight: f64,
    pub(super) explanation: Explanation,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Explanation {
    pub(super) sentence: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Moment {
    pub(super) time: String,
    pub(super) end_time: String,
    pub(super) title: String,
    pub(super) severity: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Lineage {
    pub(super) parents: Vec<Group>,
    pub(super) child: Option<Group>,
}
