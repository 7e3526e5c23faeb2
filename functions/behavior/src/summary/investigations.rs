//! Investigations of the scope time, and whom they are about.

use std::collections::BTreeSet;

use gumshoe_domain::investigation::{
    Investigation, InvestigationId, PrincipalType, Severity, State,
};
use gumshoe_store::StoreError;
use serde::Serialize;

use super::recommended::Recommended;
use super::{Asked, MOST};

/// The panel.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Investigations {
    /// Active ones with a critical report.
    critical_count: usize,
    /// Roles that they are about.
    affected_role_count: usize,
    /// Users that they are about.
    affected_user_count: usize,
    /// The latest first.
    critical: Vec<InvestigationSummary>,
    /// All that were started in the scope time, the latest first.
    investigated: Vec<InvestigationSummary>,
    /// Whom to investigate.
    recommended: Vec<Recommended>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct InvestigationSummary {
    investigation_id: String,
    entity_arn: String,
    entity_type: &'static str,
    account_id: String,
    status: &'static str,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    severity: Option<&'static str>,
    created_time: String,
}

/// Those that were started in the scope time.
pub(crate) async fn started(asked: Asked<'_>) -> Result<Vec<Investigation>, StoreError> {
    let (start, end) = (asked.scope.start().start(), asked.scope.end().start());
    let ids = InvestigationId::first_of(start)..=InvestigationId::last_of(end);
    let mut found = asked.store().investigations(asked.graph(), ids).await?;
    found.retain(|it| it.created < end);
    found.reverse();
    Ok(found)
}

impl Investigations {
    pub(crate) fn new(started: &[Investigation], recommended: Vec<Recommended>) -> Self {
        let is_critical = |it: &&Investigation| {
            it.severity() == Some(Severity::Critical) && it.state() == State::Active
        };
        let critical: Vec<&Investigation> = started.iter().filter(is_critical).collect();
        let affected = |kind: PrincipalType| {
            let principals = critical.iter().map(|it| &it.principal);
            let arns = principals.filter(|it| it.kind() == kind).map(|it| it.arn());
            arns.collect::<BTreeSet<_>>().len()
        };
        Self {
            critical_count: critical.len(),
            affected_role_count: affected(PrincipalType::IamRole),
            affected_user_count: affected(PrincipalType::IamUser),
            critical: critical.iter().take(MOST).map(|it| summary(it)).collect(),
            investigated: started.iter().take(MOST).map(summary).collect(),
            recommended,
        }
    }
}

fn summary(it: &Investigation) -> InvestigationSummary {
    InvestigationSummary {
        investigation_id: it.id.to_string(),
        entity_arn: it.principal.arn().to_owned(),
        entity_type: it.principal.kind().as_str(),
        account_id: it.principal.account().to_string(),
        status: it.status().as_str(),
        state: it.state().as_str(),
        severity: it.severity().map(Severity::as_str),
        created_time: it.created.to_string(),
    }
}
