//! The life of a group: it grows, and two become one.

use std::collections::BTreeMap;

use gumshoe_activity::Role;
use gumshoe_analytics::groups::{
    Grouping, KnownGroup, Names, Occurrence, Origin, facts, picture, profile, regroup, summary,
};
use gumshoe_domain::FindingGroupId;
use proptest::prelude::*;

use super::incidents::{World, world};

/// The occurrences of one incident, in the order of time.
fn incident(world: &World, incident: usize) -> Vec<Occurrence> {
    let all = world.occurrences.iter().zip(&world.truth);
    let mut of: Vec<Occurrence> = all
        .filter(|(_, it)| **it == Some(incident))
        .map(|(it, _)| it.clone())
        .collect();
    of.sort_by_key(|it| it.first_seen);
    of
}

fn id(at: usize) -> FindingGroupId {
    FindingGroupId::from_bits(at as u128)
}

fn known(at: usize, grouping: &Grouping) -> KnownGroup {
    KnownGroup {
        id: id(at),
        members: grouping.members.clone(),
    }
}

#[test]
fn a_group_keeps_its_name_while_it_only_grows() {
    let world = world(3);
    let all = incident(&world, 0);
    let first = regroup(&all[..3], &world.usages, &[]);
    assert_eq!(first.len(), 1, "{first:?}");
    assert_eq!(first[0].parents, []);

    let grown = regroup(&all, &world.usages, &[known(7, &first[0])]);

    assert_eq!(grown.len(), 1);
    assert_eq!(grown[0].parents, [id(7)]);
    assert_eq!(grown[0].members.len(), all.len());
    let again = regroup(&all, &world.usages, &[known(7, &grown[0])]);
    assert_eq!(again, grown, "nothing new, nothing changed");
}

#[test]
fn a_finding_that_links_two_groups_makes_them_the_parents_of_a_new_one() {
    let world = world(3);
    let (one, other) = (incident(&world, 0), incident(&world, 1));
    let mut all = [one.clone(), other.clone()].concat();
    let apart = regroup(&all, &world.usages, &[]);
    assert_eq!(apart.len(), 2);
    let mut between = one[one.len() - 1].clone();
    between.key = "between".to_owned();
    between.last_seen = other[other.len() - 1].last_seen;
    for it in &other {
        between.involved.extend(it.involved.iter().cloned());
    }
    for it in &one {
        between.involved.extend(it.involved.iter().cloned());
    }
    all.push(between);

    let groups = [known(0, &apart[0]), known(1, &apart[1])];
    let joined = regroup(&all, &world.usages, &groups);

    assert_eq!(joined.len(), 1, "{joined:?}");
    assert_eq!(joined[0].parents, [id(0), id(1)]);
    assert_eq!(joined[0].members.len(), all.len());
}

#[test]
fn evidence_joins_findings_and_makes_no_group_of_its_own() {
    let world = world(3);
    let mut all = incident(&world, 0);
    for it in &mut all {
        it.origin = Origin::Evidence;
    }
    assert_eq!(regroup(&all, &world.usages, &[]), []);
    all[0] = incident(&world, 0).remove(0);
    let groups = regroup(&all, &world.usages, &[]);
    assert_eq!(groups.len(), 1);
    assert_eq!(groups[0].members.len(), all.len());
}

#[test]
fn members_that_are_no_longer_there_stay_members() {
    let world = world(3);
    let all = incident(&world, 0);
    let group = &regroup(&all, &world.usages, &[])[0];
    let later = regroup(&all[3..], &world.usages, &[known(0, group)]);
    assert_eq!(later[0].members, group.members);
}

#[test]
fn a_group_tells_its_title_its_tactics_and_its_story() {
    let world = world(3);
    let all = incident(&world, 0);
    let facts = facts(&all, &world.usages);
    let actors = all.iter().flat_map(|it| &it.involved);
    let actors = actors.filter(|it| it.role == Role::Actor);
    let names: Names = actors
        .map(|it| (it.entity.clone(), "mallory".to_owned()))
        .collect();
    let picture = picture(&all, &facts, &names);
    let profile = profile(&all.iter().collect::<Vec<_>>()).unwrap();

    assert!(
        profile.title.starts_with("Group with: TTP ("),
        "{}",
        profile.title
    );
    assert!(profile.tactics.len() > 2, "{:?}", profile.tactics);
    assert_eq!(
        picture.links.len(),
        all.len() - 1,
        "a tree joins all of them"
    );
    for (link, explanation) in &picture.links {
        assert!(link.strength > 0.0 && explanation.sentence.starts_with("Both involve the "));
    }
    let involved: usize = all.iter().map(|it| it.involved.len()).sum();
    assert_eq!(picture.edges.len(), involved);
    let told = summary(&profile, &all, &picture, &names);
    for part in [
        "findings in account",
        "It began with",
        "The worst is of severity HIGH",
        "Acted by the",
        " mallory",
        "What joins it the most",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever arrives in whatever portions: nothing is lost, nothing is in two groups.
    #[test]
    fn lineage_is_never_lost(seed in 0..50_u64, portions in prop::collection::vec(1..20_usize, 1..8)) {
        let world = world(seed);
        let mut groups: BTreeMap<FindingGroupId, KnownGroup> = BTreeMap::new();
        let (mut made, mut until) = (0, 0);
        for portion in portions {
            until = (until + portion).min(world.occurrences.len());
            let active: Vec<KnownGroup> = groups.values().cloned().collect();
            let planned = regroup(&world.occurrences[..until], &world.usages, &active);
            let mut seen = std::collections::BTreeSet::new();
            for it in &planned {
                prop_assert!(it.members.iter().all(|key| seen.insert(key.clone())));
            }
            for before in active {
                let of = planned.iter().filter(|it| it.parents.contains(&before.id));
                let of: Vec<&Grouping> = of.collect();
                prop_assert_eq!(of.len(), 1);
                prop_assert!(before.members.is_subset(&of[0].members));
            }
            groups = planned.iter().map(|it| {
                let id = match it.parents.as_slice() {
                    [only] => *only,
                    _ => { made += 1; id(made) }
                };
                (id, KnownGroup { id, members: it.members.clone() })
            }).collect();
        }
    }
}
