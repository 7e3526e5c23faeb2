//! From groups as they are to be to what is written.

use std::collections::{BTreeMap, BTreeSet};

use gumshoe_activity::{Entity, FindingGroup, GroupMembers, SharedBy};
use gumshoe_analytics::groups::{EntityFacts, Grouping, KnownGroup, Occurrence, profile};
use gumshoe_domain::{FindingGroupId, FindingGroupStatus, GraphId, Timestamp};
use gumshoe_store::{GroupChange, group_id};

/// An active group with what it is made of.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) group: FindingGroup,
    pub(super) members: GroupMembers,
}

impl Known {
    pub(super) fn group(&self) -> KnownGroup {
        KnownGroup {
            id: self.group.id,
            members: self.members.keys.clone(),
        }
    }
}

/// What is known when changes are planned.
pub(super) struct Plan<'a> {
    pub(super) graph: GraphId,
    pub(super) now: Timestamp,
    pub(super) occurrences: BTreeMap<&'a str, &'a Occurrence>,
    pub(super) facts: &'a BTreeMap<Entity, EntityFacts>,
    pub(super) known: &'a BTreeMap<FindingGroupId, Known>,
}

impl Plan<'_> {
    /// What a grouping changes, all of it at once; nothing when it is there already.
    pub(super) fn changes(&self, grouping: &Grouping) -> Vec<GroupChange> {
        let members = grouping.members.iter();
        let found: Vec<&Occurrence> = members
            .filter_map(|key| self.occurrences.get(key.as_str()).copied())
            .collect();
        // Of a group whose findings are all gone nothing new can be told.
        let Some(profile) = profile(&found) else {
            return Vec::new();
        };
        let made_of = GroupMembers {
            keys: grouping.members.clone(),
            shared: self.shared(&found),
        };
        if let [only] = grouping.parents.as_slice()
            && let Some(before) = self.known.get(only)
        {
            let group = FindingGroup {
                profile,
                ..before.group.clone()
            };
            return changed(before, group, made_of);
        }
        let id = group_id(self.graph, &grouping.parents, &grouping.members);
        let parents = grouping.parents.iter().filter_map(|it| self.known.get(it));
        let mut changes: Vec<GroupChange> = parents.map(|it| became_part_of(it, id)).collect();
        changes.push(GroupChange {
            group: FindingGroup {
                id,
                status: FindingGroupStatus::Active,
                parents: grouping.parents.iter().copied().collect(),
                child: None,
                created: self.now,
                profile,
            },
            joined: made_of.keys.clone(),
            members: Some(made_of),
        });
        changes
    }

    /// The entities that several of `found` have in common, the strongest if there are too many.
    fn shared(&self, found: &[&Occurrence]) -> BTreeMap<Entity, SharedBy> {
        let mut counts: BTreeMap<&Entity, usize> = BTreeMap::new();
        for it in found.iter().flat_map(|it| &it.involved) {
            *counts.entry(&it.entity).or_default() += 1;
        }
        let shared = counts.into_iter().filter(|(_, count)| *count > 1);
        let shared = shared.filter_map(|(entity, _)| Some((entity, self.facts.get(entity)?)));
        let mut shared: Vec<(&Entity, &EntityFacts)> = shared.collect();
        shared.sort_by(|(_, a), (_, b)| b.strength.total_cmp(&a.strength));
        let most = shared.into_iter().take(GroupMembers::MOST_SHARED);
        let by = most.map(|(entity, facts)| {
            let by = SharedBy {
                days: facts.days,
                counterparts: facts.usage.map(|it| it.counterparts),
            };
            (entity.clone(), by)
        });
        by.collect()
    }
}

/// What is different of a group that stays.
fn changed(before: &Known, group: FindingGroup, members: GroupMembers) -> Vec<GroupChange> {
    if before.group == group && before.members == members {
        return Vec::new();
    }
    let joined: BTreeSet<String> = members
        .keys
        .difference(&before.members.keys)
        .cloned()
        .collect();
    vec![GroupChange {
        group,
        members: Some(members).filter(|it| *it != before.members),
        joined,
    }]
}

fn became_part_of(parent: &Known, child: FindingGroupId) -> GroupChange {
    GroupChange {
        group: FindingGroup {
            status: FindingGroupStatus::Inactive,
            child: Some(child),
            ..parent.group.clone()
        },
        members: None,
        joined: BTreeSet::new(),
    }
}
