//! `RELATED_FINDING`: a finding about the principal, observed in the scope and not archived.

use gumshoe_activity::{EntityType, Finding, Role};
use gumshoe_domain::investigation::{Evidence, Found, Indicator, IndicatorType, RelatedFinding};

use super::Finder;
use super::evidence::{counted, quoted};
use crate::case::Case;

pub(super) const FINDER: Finder = Finder {
    kind: IndicatorType::RelatedFinding,
    find,
};

fn find(case: &Case) -> Vec<Found> {
    let mut findings: Vec<&Finding> = case.findings.iter().collect();
    findings.sort_by(|a, b| (b.severity.level, &a.id).cmp(&(a.severity.level, &b.id)));
    findings.dedup_by(|a, b| a.id == b.id);
    let found = findings.into_iter().map(|it| found(it, case));
    found.collect()
}

fn found(finding: &Finding, case: &Case) -> Found {
    let actor = finding
        .involved
        .iter()
        .filter(|it| it.entity.kind == EntityType::IpAddress && it.role == Role::Actor)
        .map(|it| it.entity.id.clone());
    let others = finding.involved.iter();
    let resources = others
        .filter(|it| it.entity.kind != EntityType::IpAddress)
        .map(|it| it.entity.id.clone())
        .take(Evidence::MOST_RESOURCES);
    let finding_type = finding.types.first().cloned().unwrap_or_default();
    let level = finding.severity.level;
    let times = counted(finding.count, "time");
    Found {
        evidence: Some(Evidence {
            observed: 1.0,
            expected: 0.0,
            window: case.activity.window,
            sentence: format!(
                "A finding of {level} severity, observed {times}: {}.",
                quoted(finding.title.trim_end_matches('.'))
            ),
            seen: (finding.first_seen, finding.last_seen),
            resources: resources.collect(),
        }),
        indicator: Indicator::RelatedFinding(RelatedFinding {
            arn: finding.arn.clone().unwrap_or_else(|| finding.id.clone()),
            finding_type,
            ip_address: actor.into_iter().next().unwrap_or_default(),
            severity: level,
        }),
    }
}
