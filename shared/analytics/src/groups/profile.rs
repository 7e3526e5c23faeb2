//! What a group comes to.

use std::collections::{BTreeMap, BTreeSet};

use gumshoe_activity::{Entity, EntityCategory, GroupProfile};

use super::occurrence::Occurrence;
use super::{title, types};

/// What `occurrences` come to. Without any there is nothing.
pub fn profile(occurrences: &[&Occurrence]) -> Option<GroupProfile> {
    let each = || occurrences.iter().copied();
    let mut entities: BTreeSet<&Entity> = BTreeSet::new();
    let (mut findings, mut evidence) = (BTreeMap::new(), 0);
    for it in each() {
        entities.extend(it.involved.iter().map(|it| &it.entity));
        if it.origin.is_finding() {
            *findings.entry(it.severity).or_default() += 1;
        } else {
            evidence += 1;
        }
    }
    let mut by_category = BTreeMap::new();
    for entity in entities {
        *by_category
            .entry(EntityCategory::of(entity.kind))
            .or_default() += 1;
    }
    let tactics = each().map(|it| types::tactics(&it.types));
    Some(GroupProfile {
        title: title::title(each()),
        severity: each().map(|it| it.severity).max()?,
        has_other_tactics: tactics.clone().any(|it| it.is_empty()),
        tactics: tactics.flatten().collect(),
        accounts: each().map(|it| it.account).collect(),
        first_seen: each().map(|it| it.first_seen).min()?,
        last_seen: each().map(|it| it.last_seen).max()?,
        updated: each().map(|it| it.updated).max()?,
        findings,
        evidence,
        entities: by_category,
    })
}
