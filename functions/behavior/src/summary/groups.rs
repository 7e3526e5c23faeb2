//! Active finding groups in the last 7 days.

use std::cmp::Reverse;

use gumshoe_activity::FindingGroup;
use gumshoe_domain::investigation::Severity;
use gumshoe_domain::{FindingGroupStatus, ScopeTime};

use crate::finding_groups::FindingGroupSummary;

/// Groups that are shown.
const MOST: usize = 5;

/// The groups that were seen in `week` and still take findings in.
pub(super) fn active(
    groups: &[FindingGroup],
    week: ScopeTime,
) -> impl Iterator<Item = &FindingGroup> {
    let (from, until) = (week.start().start(), week.end().start());
    groups.iter().filter(move |group| {
        let it = &group.profile;
        group.status == FindingGroupStatus::Active && it.last_seen >= from && it.first_seen < until
    })
}

/// Those with the most critical findings, of these those with the most high ones, and so on.
pub(crate) fn worst(groups: &[FindingGroup], week: ScopeTime) -> Vec<FindingGroupSummary> {
    let mut found: Vec<&FindingGroup> = active(groups, week).collect();
    found.sort_by_key(|group| {
        let of = |level: &Severity| group.profile.findings.get(level).copied();
        let worst_first = Severity::ALL.iter().rev();
        let counts: Vec<u64> = worst_first.map(|it| of(it).unwrap_or(0)).collect();
        (Reverse((counts, group.profile.last_seen)), group.id)
    });
    found
        .into_iter()
        .take(MOST)
        .map(FindingGroupSummary::from)
        .collect()
}
