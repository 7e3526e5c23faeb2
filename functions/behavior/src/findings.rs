//! Findings as they are answered.

use gumshoe_activity::{Entity, Involved};
use gumshoe_api::{ApiError, Invalid, field};
use gumshoe_domain::FindingGroupId;
use gumshoe_domain::investigation::State;
use gumshoe_store::KeptFinding;
use serde::Serialize;

/// Reads the member `FindingId`: an id, or the ARN of a finding of GuardDuty.
pub(crate) fn id(sent: Option<String>) -> Result<String, Invalid> {
    known_id(field::required("FindingId", sent)?)
}

/// Reads the member `FindingId` where there is one.
pub(crate) fn known_id(sent: String) -> Result<String, Invalid> {
    field::text("FindingId", sent, 1, Entity::MAX_ID_BYTES)
}

/// The graph has no such finding.
pub(crate) fn not_found() -> ApiError {
    ApiError::ResourceNotFound("The behavior graph has no finding with this FindingId.".to_owned())
}

/// A finding in a list.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct FindingSummary {
    finding_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    finding_arn: Option<String>,
    provider: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    product_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    product_arn: Option<String>,
    types: Vec<String>,
    title: String,
    severity: &'static str,
    severity_number: f64,
    account_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<String>,
    first_seen: String,
    last_seen: String,
    created_time: String,
    updated_time: String,
    count: u64,
    /// Whether it is archived, here or by its provider.
    state: &'static str,
    /// Whether its provider keeps it as archived.
    record_state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    workflow_status: Option<String>,
    entity_count: usize,
    /// The group that it is in.
    #[serde(skip_serializing_if = "Option::is_none")]
    finding_group_id: Option<String>,
}

impl FindingSummary {
    /// A finding that is in `group`.
    pub(crate) fn of(kept: &KeptFinding, group: Option<FindingGroupId>) -> Self {
        let it = &kept.finding;
        let record_state = if it.is_archived {
            State::Archived
        } else {
            State::Active
        };
        Self {
            finding_id: it.id.clone(),
            finding_arn: it.arn.clone(),
            provider: it.provider.as_str(),
            product_name: it.product.clone(),
            product_arn: it.product_arn.clone(),
            types: it.types.clone(),
            title: it.title.clone(),
            severity: it.severity.level.as_str(),
            severity_number: it.severity.number,
            account_id: it.account.to_string(),
            region: it.region.clone(),
            first_seen: it.first_seen.to_string(),
            last_seen: it.last_seen.to_string(),
            created_time: it.created.to_string(),
            updated_time: it.updated.to_string(),
            count: it.count,
            state: kept.state().as_str(),
            record_state: record_state.as_str(),
            workflow_status: it.workflow.clone(),
            entity_count: it.involved.len(),
            finding_group_id: group.map(|it| it.to_string()),
        }
    }
}

/// A finding by itself.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct FindingDetail {
    #[serde(flatten)]
    summary: FindingSummary,
    description: String,
    /// Since when it is archived here.
    #[serde(skip_serializing_if = "Option::is_none")]
    archived_time: Option<String>,
    entities: Vec<InvolvedEntity>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct InvolvedEntity {
    entity_type: &'static str,
    entity_id: String,
    role: &'static str,
}

impl FindingDetail {
    /// A finding that is in `group`.
    pub(crate) fn of(kept: &KeptFinding, group: Option<FindingGroupId>) -> Self {
        let involved = kept.finding.involved.iter();
        Self {
            summary: FindingSummary::of(kept, group),
            description: kept.finding.description.clone(),
            archived_time: kept.archived.map(|it| it.to_string()),
            entities: involved.map(InvolvedEntity::from).collect(),
        }
    }
}

impl From<&Involved> for InvolvedEntity {
    fn from(it: &Involved) -> Self {
        Self {
            entity_type: it.entity.kind.as_str(),
            entity_id: it.entity.id.clone(),
            role: it.role.as_str(),
        }
    }
}
