//! Who belongs together: measured where it is known.

use std::collections::{BTreeMap, BTreeSet};

use gumshoe_activity::EntityType;
use gumshoe_analytics::groups::{Grouping, regroup};

use super::incidents::{World, entity, world};

const SEEDS: u64 = 20;
const LEAST_F1: f64 = 0.9;

/// Of each occurrence, the group that it is in.
fn grouped(world: &World, groups: &[Grouping]) -> Vec<Option<usize>> {
    let mut of: BTreeMap<&str, usize> = BTreeMap::new();
    for (group, it) in groups.iter().enumerate() {
        of.extend(it.members.iter().map(|key| (key.as_str(), group)));
    }
    let keys = world.occurrences.iter().map(|it| it.key.as_str());
    keys.map(|key| of.get(key).copied()).collect()
}

/// The pairs that are together.
fn pairs(together: &[Option<usize>]) -> BTreeSet<(usize, usize)> {
    let mut pairs = BTreeSet::new();
    for (a, one) in together.iter().enumerate() {
        for (b, other) in together.iter().enumerate().skip(a + 1) {
            if one.is_some() && one == other {
                pairs.insert((a, b));
            }
        }
    }
    pairs
}

fn f1(truth: &[Option<usize>], found: &[Option<usize>]) -> f64 {
    let (truth, found) = (pairs(truth), pairs(found));
    let right = truth.intersection(&found).count() as f64;
    2.0 * right / (truth.len() + found.len()) as f64
}

#[test]
fn incidents_that_overlap_are_told_apart_in_spite_of_what_they_share() {
    let scores: Vec<f64> = (0..SEEDS)
        .map(|seed| {
            let world = world(seed);
            let groups = regroup(&world.occurrences, &world.usages, &[]);
            f1(&world.truth, &grouped(&world, &groups))
        })
        .collect();
    let mean = scores.iter().sum::<f64>() / scores.len() as f64;
    let least = scores.iter().copied().fold(1.0, f64::min);
    println!("pairwise F1 of {SEEDS} seeds: mean {mean:.3}, least {least:.3}, {scores:.3?}");
    assert!(least >= LEAST_F1, "{scores:?}");
}

#[test]
fn without_what_is_known_of_everyday_life_a_nat_address_joins_what_does_not_belong_together() {
    // What the weights are for: with the bait taken for something rare, grouping is worse.
    let mut worse = 0;
    for seed in 0..SEEDS {
        let mut world = world(seed);
        let score = |world: &World| {
            let groups = regroup(&world.occurrences, &world.usages, &[]);
            f1(&world.truth, &grouped(world, &groups))
        };
        let with = score(&world);
        let bait = [
            entity(EntityType::IpAddress, "198.18.0.1"),
            entity(EntityType::AwsRole, "AROACI0000000000000CI"),
        ];
        for entity in &bait {
            world.usages.remove(entity);
        }
        worse += usize::from(score(&world) < with);
    }
    println!("worse without everyday life in {worse} of {SEEDS} seeds");
    assert!(worse > 10, "{worse}");
}

#[test]
fn the_order_of_occurrences_changes_nothing() {
    let world = world(7);
    let members = |occurrences: &[_]| -> BTreeSet<BTreeSet<String>> {
        let groups = regroup(occurrences, &world.usages, &[]);
        groups.into_iter().map(|it| it.members).collect()
    };
    let expected = members(&world.occurrences);
    let mut other = world.occurrences.clone();
    for by in [1, 7, 20] {
        other.rotate_left(by);
        assert_eq!(members(&other), expected);
    }
    other.reverse();
    assert_eq!(members(&other), expected);
}
