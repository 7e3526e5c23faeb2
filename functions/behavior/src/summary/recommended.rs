//! Recommended resources to investigate. Amazon Detective User Guide, "Running a Detective
//! investigation": the reasons and their order are Detective's.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use gumshoe_activity::{Entity, EntityType, FindingGroup};
use gumshoe_domain::Timestamp;
use gumshoe_domain::investigation::{Severity, State};
use gumshoe_store::{KeptFinding, StoreError};
use serde::Serialize;

use super::principals::Principals;
use super::{Asked, MOST, groups};

/// Why a user or a role should be investigated, the strongest reason first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reason {
    /// It is in a finding of the last 24 hours whose severity is high or worse.
    HighSeverityFinding,
    /// It is in a finding group that was seen in the last 7 days.
    FindingGroup,
    /// It is in a finding of the last 7 days.
    Finding,
}

impl Reason {
    fn as_str(self) -> &'static str {
        match self {
            Self::HighSeverityFinding => "HIGH_SEVERITY_FINDING",
            Self::FindingGroup => "FINDING_GROUP",
            Self::Finding => "FINDING",
        }
    }
}

/// A user or a role that should be investigated.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Recommended {
    entity_type: &'static str,
    entity_id: String,
    /// Where its activity of the 7 days tells it.
    #[serde(skip_serializing_if = "Option::is_none")]
    entity_arn: Option<String>,
    reason: &'static str,
    latest_finding_time: String,
    latest_finding_id: String,
    latest_finding_title: String,
}

/// What speaks for one.
struct Cause<'a> {
    reason: Reason,
    latest: &'a KeptFinding,
}

/// The users and roles in findings of the 7 days, and in groups that were seen in them: by reason, and
/// of one reason those with the latest finding first.
pub(crate) async fn principals(
    asked: Asked<'_>,
    findings: &[KeptFinding],
    all_groups: &[FindingGroup],
    active: &Principals,
) -> Result<Vec<Recommended>, StoreError> {
    let grouped = grouped(asked, all_groups).await?;
    let day = asked.scope.start().start();
    let mut causes: BTreeMap<&Entity, Cause<'_>> = BTreeMap::new();
    for kept in findings {
        let is_high = kept.finding.severity.level >= Severity::High;
        let reason = if is_high && kept.finding.last_seen >= day {
            Reason::HighSeverityFinding
        } else {
            Reason::Finding
        };
        add(&mut causes, kept, reason);
    }
    for kept in &grouped {
        add(&mut causes, kept, Reason::FindingGroup);
    }
    let mut causes: Vec<(&Entity, Cause<'_>)> = causes.into_iter().collect();
    let last_seen = |it: &Cause<'_>| it.latest.finding.last_seen;
    causes.sort_by_key(|(entity, it)| (it.reason, Reverse(last_seen(it)), *entity));
    let causes = causes.into_iter().take(MOST);
    Ok(causes
        .map(|(entity, cause)| recommended(entity, &cause, active))
        .collect())
}

/// The findings of the groups that were seen in the 7 days, whenever they were.
async fn grouped(
    asked: Asked<'_>,
    all_groups: &[FindingGroup],
) -> Result<Vec<KeptFinding>, StoreError> {
    let ids: Vec<_> = groups::active(all_groups, asked.week())
        .map(|it| it.id)
        .collect();
    let (store, graph) = (asked.store(), asked.graph());
    let members = store.finding_group_members(graph, &ids).await?;
    let keys = members.into_values().flat_map(|it| it.keys).collect();
    let mut findings = store.findings_by_key(graph, &keys, asked.now).await?;
    let end: Timestamp = asked.scope.end().start();
    findings.retain(|it| it.finding.first_seen < end);
    Ok(findings)
}

/// Adds what a finding says of the users and roles in it. An archived one says nothing.
fn add<'a>(causes: &mut BTreeMap<&'a Entity, Cause<'a>>, kept: &'a KeptFinding, reason: Reason) {
    if kept.state() != State::Active {
        return;
    }
    let involved = kept.finding.involved.iter().map(|it| &it.entity);
    for entity in involved.filter(|it| matches!(it.kind, EntityType::AwsUser | EntityType::AwsRole))
    {
        let latest = kept;
        let cause = causes.entry(entity).or_insert(Cause { reason, latest });
        cause.reason = cause.reason.min(reason);
        let key = |it: &KeptFinding| (it.finding.last_seen, it.finding.id.clone());
        if key(cause.latest) < key(kept) {
            cause.latest = kept;
        }
    }
}

fn recommended(entity: &Entity, cause: &Cause<'_>, active: &Principals) -> Recommended {
    let finding = &cause.latest.finding;
    Recommended {
        entity_type: entity.kind.as_str(),
        entity_id: entity.id.clone(),
        entity_arn: active.arn(entity).map(str::to_owned),
        reason: cause.reason.as_str(),
        latest_finding_time: finding.last_seen.to_string(),
        latest_finding_id: finding.id.clone(),
        latest_finding_title: finding.title.clone(),
    }
}
