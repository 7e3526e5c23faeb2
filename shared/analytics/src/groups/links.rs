//! How strongly two occurrences are linked, and by what.

use std::collections::{BTreeMap, BTreeSet};

use gumshoe_activity::{Entity, Role};
use gumshoe_domain::{ScopeTime, Timestamp};

use super::names::Names;
use super::occurrence::Occurrence;
use super::strength::{EntityFacts, kind_of};
use super::{THRESHOLD, types};
use crate::Explanation;
use crate::explanation::counted;

/// In how many seconds between two occurrences what they share comes to half. Detective makes a group
/// within 48 hours of the first finding: User Guide, "Analyzing finding groups".
const HALF_LIFE: f64 = 48.0 * 3_600.0;

/// How much it adds that two linked occurrences have a tactic in common, this near to each other.
const SAME_TACTIC: f64 = 0.1;
const SAME_TACTIC_WITHIN: i64 = 6 * 3_600;

/// What an entity says that is only named by one of the two.
const ONLY_RELATED: f64 = 0.6;

/// Seconds of the longest time that an explanation names.
const YEAR: i64 = 365 * 24 * 3_600;

/// Weaker links are none: many of them do not make one that counts.
const WEAKEST: f64 = 0.2;

/// What is weaker than this gives no reason to compare two occurrences.
const TOO_COMMON: f64 = 0.05;

/// With how many later ones each occurrence is compared for each entity: what is found a thousand
/// times is found in a row.
const NEIGHBOURS: usize = 20;

/// An entity that two occurrences share.
#[derive(Debug, Clone, PartialEq)]
pub struct SharedEntity {
    /// The entity.
    pub entity: Entity,
    /// What it adds.
    pub strength: f64,
}

/// What two occurrences have in common.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// The place of one of them.
    pub a: usize,
    /// The place of the other, which is greater.
    pub b: usize,
    /// From 0 to 1; [`THRESHOLD`] and more belongs together.
    pub strength: f64,
    /// The entities that they share, the strongest first.
    pub shared: Vec<SharedEntity>,
    /// Seconds between them.
    pub gap: i64,
}

/// The links between `occurrences` that count.
pub(super) fn links(
    occurrences: &[Occurrence],
    facts: &BTreeMap<Entity, EntityFacts>,
) -> Vec<Link> {
    let mut order: Vec<usize> = (0..occurrences.len()).collect();
    let start = |at: &usize| occurrences.get(*at).map(|it| (it.first_seen, &it.key));
    order.sort_unstable_by(|a, b| start(a).cmp(&start(b)));
    let mut having: BTreeMap<&Entity, Vec<usize>> = BTreeMap::new();
    for at in order {
        let entities = occurrences
            .get(at)
            .into_iter()
            .flat_map(Occurrence::entities);
        for it in entities {
            having.entry(&it.entity).or_default().push(at);
        }
    }
    let mut pairs = BTreeSet::new();
    for (entity, places) in having {
        if facts.get(entity).is_none_or(|it| it.strength < TOO_COMMON) {
            continue;
        }
        for (at, a) in places.iter().enumerate() {
            let later = places.iter().skip(at + 1).take(NEIGHBOURS);
            pairs.extend(later.map(|b| (*a.min(b), *a.max(b))));
        }
    }
    let links = pairs
        .into_iter()
        .filter_map(|(a, b)| link((a, occurrences.get(a)?), (b, occurrences.get(b)?), facts));
    links.filter(|it| it.strength >= WEAKEST).collect()
}

/// What the occurrences at two places have in common.
fn link(
    (a, one): (usize, &Occurrence),
    (b, other): (usize, &Occurrence),
    facts: &BTreeMap<Entity, EntityFacts>,
) -> Option<Link> {
    let gap = one.gap(other);
    let nearness = (-seconds(gap) / HALF_LIFE).exp2();
    let roles: BTreeMap<&Entity, Role> = other.entities().map(|it| (&it.entity, it.role)).collect();
    let mut shared = Vec::new();
    for it in one.entities() {
        let known = facts.get(&it.entity).filter(|it| it.strength > 0.0);
        let (Some(role), Some(facts)) = (roles.get(&it.entity), known) else {
            continue;
        };
        let part = if it.role == Role::Related || *role == Role::Related {
            ONLY_RELATED
        } else {
            1.0
        };
        shared.push(SharedEntity {
            entity: it.entity.clone(),
            strength: facts.strength * part * nearness,
        });
    }
    shared.sort_by(|a, b| {
        b.strength
            .total_cmp(&a.strength)
            .then_with(|| a.entity.cmp(&b.entity))
    });
    shared.first()?;
    let mut unlinked: f64 = shared.iter().map(|it| 1.0 - it.strength).product();
    if gap <= SAME_TACTIC_WITHIN && have_a_tactic_in_common(one, other) {
        unlinked *= 1.0 - SAME_TACTIC;
    }
    Some(Link {
        a,
        b,
        strength: 1.0 - unlinked,
        shared,
        gap,
    })
}

fn have_a_tactic_in_common(one: &Occurrence, other: &Occurrence) -> bool {
    let tactics = types::tactics(&one.types);
    types::tactics(&other.types)
        .iter()
        .any(|it| tactics.contains(it))
}

fn seconds(count: i64) -> f64 {
    f64::from(i32::try_from(count).unwrap_or(i32::MAX))
}

impl Link {
    /// Why the two belong together. `None` for times that no scope time holds.
    pub fn explanation(
        &self,
        occurrences: &[Occurrence],
        facts: &BTreeMap<Entity, EntityFacts>,
        names: &Names,
    ) -> Option<Explanation> {
        let (one, other) = (occurrences.get(self.a)?, occurrences.get(self.b)?);
        let start = one.first_seen.min(other.first_seen);
        let end = one.last_seen.max(other.last_seen);
        let window = window(start, end)?;
        let known = self.shared.iter().take(3).map(|it| {
            let facts = facts.get(&it.entity);
            facts.map_or_else(String::new, |facts| told(&it.entity, facts, names))
        });
        let entities: Vec<String> = known.collect();
        let near = match self.gap {
            0 => "at the same time".to_owned(),
            gap => format!("within {} h", gap / 3_600 + 1),
        };
        Some(Explanation {
            observed: self.strength,
            expected: THRESHOLD,
            window,
            sentence: format!("Both involve {}, {near}.", entities.join(" and ")),
        })
    }
}

/// An entity, and how common it is, in words.
pub(super) fn told(entity: &Entity, facts: &EntityFacts, names: &Names) -> String {
    let kind = kind_of(entity.kind);
    let days = counted(u64::from(facts.days), "day");
    let everyday = match (kind.everyday, facts.usage) {
        (Some((counterpart, _)), Some(usage)) => {
            let others = counted(u64::from(usage.counterparts), counterpart);
            format!(", {others} in the weeks before")
        }
        (Some(_), None) | (None, _) => String::new(),
    };
    let name = names.told(entity);
    format!(
        "the {} {name} (findings began on {days}{everyday})",
        kind.noun
    )
}

/// The whole hours from `start` to `end`, of longer times the last year.
pub(super) fn window(start: Timestamp, end: Timestamp) -> Option<ScopeTime> {
    let end = end.plus_seconds(1);
    ScopeTime::new(start.max(end.plus_seconds(-YEAR)), end).ok()
}
