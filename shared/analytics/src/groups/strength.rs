//! How much an entity says about two occurrences that have it in common.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use gumshoe_activity::{Entity, EntityType};

use super::occurrence::Occurrence;

/// An entity's everyday life, from its activity before the findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Usage {
    /// How many others it had to do with: principals that used an address, sessions of a role,
    /// addresses of a user.
    pub counterparts: u32,
}

/// What is known of an entity, and what follows from it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EntityFacts {
    /// On how many days something began to be found in which it is.
    pub days: u32,
    /// Its everyday life, where that is known.
    pub usage: Option<Usage>,
    /// From 0, says nothing, to 1.
    pub strength: f64,
}

/// A kind of entities.
pub(super) struct Kind {
    /// What people call it.
    pub(super) noun: &'static str,
    /// How much an entity of the kind says that nobody else has to do with.
    specificity: f64,
    /// What it has to do with every day, and how many of those halve what it says.
    pub(super) everyday: Option<(&'static str, f64)>,
}

const fn kind(noun: &'static str, specificity: f64) -> Kind {
    Kind {
        noun,
        specificity,
        everyday: None,
    }
}

const fn used(noun: &'static str, specificity: f64, by: &'static str, halved_by: f64) -> Kind {
    Kind {
        noun,
        specificity,
        everyday: Some((by, halved_by)),
    }
}

/// Each kind. The numbers are our choice: the narrower a thing, the more it says. An address is
/// shared where there is NAT, a role where there is automation; a user has some addresses of its own.
pub(super) fn kind_of(kind_of_entity: EntityType) -> Kind {
    match kind_of_entity {
        EntityType::AwsAccount => kind("account", 0.0),
        EntityType::AwsUser => used("user", 1.0, "source", 20.0),
        EntityType::AwsRole => used("role", 0.8, "session", 10.0),
        EntityType::AwsRoleSession => kind("session", 1.0),
        EntityType::FederatedUser => used("federated user", 1.0, "source", 20.0),
        EntityType::Ec2Instance => kind("instance", 1.0),
        EntityType::IpAddress => used("address", 0.9, "principal", 3.0),
        EntityType::UserAgent => kind("user agent", 0.2),
        EntityType::S3Bucket => kind("bucket", 0.8),
        EntityType::ContainerCluster => kind("cluster", 0.3),
        EntityType::ContainerPod => kind("pod", 1.0),
        EntityType::ContainerImage => kind("image", 0.4),
        EntityType::KubernetesSubject => kind("Kubernetes subject", 0.8),
    }
}

/// How many days of findings halve what an entity says: whatever is in findings day after day is where
/// findings are, not what they have in common.
const HALVED_BY_DAYS: f64 = 10.0;

impl EntityFacts {
    /// What follows from how often an entity is found and from its everyday life.
    pub fn new(entity: &Entity, days: u32, usage: Option<Usage>) -> Self {
        let kind = kind_of(entity.kind);
        let specificity = if is_in_every_network(entity) {
            0.0
        } else {
            kind.specificity
        };
        let everyday = match (kind.everyday, usage) {
            (Some((_, halved_by)), Some(usage)) => halving(usage.counterparts, halved_by),
            (Some(_), None) | (None, _) => 1.0,
        };
        Self {
            days,
            usage,
            strength: specificity * everyday * halving(days, HALVED_BY_DAYS),
        }
    }
}

/// Whether it is an address that every private network can have: two of them with the same one need
/// not be the same machine.
pub(super) fn is_in_every_network(entity: &Entity) -> bool {
    if entity.kind != EntityType::IpAddress {
        return false;
    }
    match entity.id.parse() {
        Ok(IpAddr::V4(it)) => {
            let [first, second, ..] = it.octets();
            // RFC 6598: between a provider and its customers.
            let is_shared = first == 100 && (64..128).contains(&second);
            it.is_private() || it.is_loopback() || it.is_link_local() || is_shared
        }
        Ok(IpAddr::V6(it)) => {
            it.is_unique_local() || it.is_loopback() || it.is_unicast_link_local()
        }
        Err(_) => false,
    }
}

/// 1 for one, 1/2 for `halved_by` more, and so on towards 0.
fn halving(count: u32, halved_by: f64) -> f64 {
    halved_by / (halved_by + f64::from(count.saturating_sub(1)))
}

/// What is known of each entity of `occurrences`.
pub fn facts(
    occurrences: &[Occurrence],
    usages: &BTreeMap<Entity, Usage>,
) -> BTreeMap<Entity, EntityFacts> {
    let mut days: BTreeMap<&Entity, BTreeSet<_>> = BTreeMap::new();
    for occurrence in occurrences {
        let day = occurrence.first_seen.hour().day();
        for it in occurrence.entities() {
            days.entry(&it.entity).or_default().insert(day);
        }
    }
    let facts = days.into_iter().map(|(entity, days)| {
        let count = u32::try_from(days.len()).unwrap_or(u32::MAX);
        let facts = EntityFacts::new(entity, count, usages.get(entity).copied());
        (entity.clone(), facts)
    });
    facts.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entity(kind: EntityType, id: &str) -> Entity {
        Entity {
            kind,
            id: id.to_owned(),
        }
    }

    fn strength(kind: EntityType, days: u32, counterparts: u32) -> f64 {
        let entity = entity(kind, "198.51.100.7");
        EntityFacts::new(&entity, days, Some(Usage { counterparts })).strength
    }

    #[test]
    fn the_more_others_an_entity_has_to_do_with_the_less_it_says() {
        for kind in EntityType::ALL {
            let all: Vec<f64> = [0, 1, 2, 20, 400].map(|it| strength(*kind, 1, it)).to_vec();
            assert!(all.is_sorted_by(|a, b| a >= b), "{kind}: {all:?}");
            assert!(all.iter().all(|it| (0.0..=1.0).contains(it)), "{kind}");
        }
        assert!(strength(EntityType::IpAddress, 1, 0) > 0.8);
        assert!(strength(EntityType::IpAddress, 1, 40) < 0.1);
        assert!(strength(EntityType::AwsRole, 1, 400) < 0.05);
    }

    #[test]
    fn addresses_of_private_networks_say_nothing() {
        for id in [
            "10.0.0.1",
            "172.31.9.9",
            "192.168.1.1",
            "100.64.0.1",
            "127.0.0.1",
            "169.254.169.254",
            "fd00::1",
            "fe80::1",
        ] {
            let facts = EntityFacts::new(&entity(EntityType::IpAddress, id), 1, None);
            assert_eq!(facts.strength, 0.0, "{id}");
        }
        for id in ["198.51.100.7", "100.128.0.1", "2001:db8::1", "no address"] {
            let facts = EntityFacts::new(&entity(EntityType::IpAddress, id), 1, None);
            assert_eq!(facts.strength, 0.9, "{id}");
        }
    }

    #[test]
    fn what_is_found_day_after_day_says_little() {
        assert!(strength(EntityType::Ec2Instance, 1, 0) == 1.0);
        assert!(strength(EntityType::Ec2Instance, 30, 0) < 0.3);
    }
}
