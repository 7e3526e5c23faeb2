//! From the groups that there are, and what was found since, to the groups that are to be.

use std::collections::{BTreeMap, BTreeSet};

use gumshoe_activity::Entity;
use gumshoe_domain::FindingGroupId;

use super::clusters::clusters;
use super::links::links;
use super::occurrence::Occurrence;
use super::strength::{Usage, facts, is_in_every_network, kind_of};

/// Most members of a group; Detective's panel of a group shows as many: "Finding group profiles".
pub const MOST_MEMBERS: u32 = 1_000;

/// How many groups become one at a time; the others follow when groups are made the next time.
const MOST_PARENTS: usize = 40;

/// An active group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownGroup {
    /// Its name.
    pub id: FindingGroupId,
    /// The keys of its members; some may be no longer among the occurrences.
    pub members: BTreeSet<String>,
}

/// A group that is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grouping {
    /// The active groups of which it is made. None: it is new. One: it is that group, perhaps with
    /// more in it. Several: it is new, and these become inactive.
    pub parents: Vec<FindingGroupId>,
    /// The keys of its members.
    pub members: BTreeSet<String>,
}

/// The groups that `occurrences` make, with the active ones that there are. A group never loses a
/// member, and is never taken apart; so it keeps its name while it only grows. A group has at least
/// one finding: evidence alone makes none.
pub fn regroup(
    occurrences: &[Occurrence],
    usages: &BTreeMap<Entity, Usage>,
    known: &[KnownGroup],
) -> Vec<Grouping> {
    let facts = facts(occurrences, usages);
    let links = links(occurrences, &facts);
    let places: BTreeMap<&str, usize> = occurrences
        .iter()
        .enumerate()
        .map(|(at, it)| (it.key.as_str(), at))
        .collect();
    let place = |key: &String| places.get(key.as_str()).copied();
    let mut group_at: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    let mut together = Vec::new();
    for (group, it) in known.iter().enumerate() {
        let members: Vec<usize> = it.members.iter().filter_map(place).collect();
        for at in &members {
            group_at.entry(*at).or_default().insert(group);
        }
        together.push(members);
    }
    let clusters = clusters(occurrences.len(), &links, &together, MOST_MEMBERS);
    let groupings = clusters.into_iter().filter_map(|cluster| {
        let parents = cluster.iter().filter_map(|at| group_at.get(at)).flatten();
        let parents: BTreeSet<usize> = parents.copied().collect();
        let is_left = |at: &usize| match group_at.get(at) {
            Some(of) => of
                .iter()
                .all(|it| parents.iter().take(MOST_PARENTS).any(|p| p == it)),
            None => true,
        };
        let found = || {
            cluster
                .iter()
                .filter(|at| is_left(at))
                .filter_map(|at| occurrences.get(*at))
        };
        let parents: Vec<&KnownGroup> = parents
            .iter()
            .take(MOST_PARENTS)
            .filter_map(|at| known.get(*at))
            .collect();
        let is_group = cluster.len() > 1 && found().any(|it| it.origin.is_finding());
        if parents.is_empty() && !is_group {
            return None;
        }
        let mut members: BTreeSet<String> = found().map(|it| it.key.clone()).collect();
        members.extend(parents.iter().flat_map(|it| it.members.iter().cloned()));
        Some(Grouping {
            parents: parents.into_iter().map(|it| it.id).collect(),
            members,
        })
    });
    groupings.collect()
}

/// The entities that at least two of `occurrences` involve and whose everyday life would change how
/// strongly these are linked, those of the most occurrences first.
pub fn shared_entities(occurrences: &[Occurrence]) -> Vec<Entity> {
    let mut counts: BTreeMap<&Entity, usize> = BTreeMap::new();
    for occurrence in occurrences {
        for it in occurrence.entities() {
            *counts.entry(&it.entity).or_default() += 1;
        }
    }
    let is_used =
        |entity: &Entity| kind_of(entity.kind).everyday.is_some() && !is_in_every_network(entity);
    let shared = counts
        .into_iter()
        .filter(|(entity, count)| *count > 1 && is_used(entity));
    let mut shared: Vec<(&Entity, usize)> = shared.collect();
    shared.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    shared
        .into_iter()
        .map(|(entity, _)| entity.clone())
        .collect()
}
