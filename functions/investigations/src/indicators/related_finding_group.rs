//! `RELATED_FINDING_GROUP`: a group of findings that involves the principal, of which something was
//! observed in the scope.

use std::collections::BTreeMap;

use gumshoe_activity::FindingGroup;
use gumshoe_domain::FindingGroupStatus;
use gumshoe_domain::investigation::{
    Evidence, Found, Indicator, IndicatorType, RelatedFindingGroup,
};

use super::Finder;
use super::evidence::{counted, quoted};
use crate::case::Case;

pub(super) const FINDER: Finder = Finder {
    kind: IndicatorType::RelatedFindingGroup,
    find,
};

fn find(case: &Case) -> Vec<Found> {
    let distinct: BTreeMap<_, _> = case.groups.iter().map(|it| (it.id, it)).collect();
    let mut groups: Vec<&FindingGroup> = distinct.into_values().collect();
    // Active ones first, then the worse ones.
    groups.sort_by_key(|it| (it.status, std::cmp::Reverse(it.profile.severity)));
    groups.into_iter().map(|it| found(it, case)).collect()
}

fn found(group: &FindingGroup, case: &Case) -> Found {
    let it = &group.profile;
    let findings = counted(it.findings.values().sum(), "finding");
    let others = it.entities.values().sum::<u64>().saturating_sub(1);
    let is_active = group.status == FindingGroupStatus::Active;
    let state = if is_active { "active" } else { "inactive" };
    Found {
        evidence: Some(Evidence {
            observed: 1.0,
            expected: 0.0,
            window: case.activity.window,
            sentence: format!(
                "An {state} group of {findings}, {} severity, with {others} other entities: {}.",
                it.severity,
                quoted(&it.title)
            ),
            seen: (it.first_seen, it.last_seen),
            resources: Vec::new(),
        }),
        indicator: Indicator::RelatedFindingGroup(RelatedFindingGroup {
            id: group.id.to_string(),
            is_active,
        }),
    }
}
