//! A group in plain language. Rules make the sentences, from facts alone.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use gumshoe_activity::{Entity, EntityType, GroupProfile, Role};
use gumshoe_domain::Timestamp;
use gumshoe_domain::investigation::Severity;

use super::names::Names;
use super::occurrence::Occurrence;
use super::picture::Picture;
use super::strength::kind_of;
use super::title::listed;
use super::types;
use crate::explanation::{counted, shortened};

/// Most entities that one sentence names.
const NAMED: usize = 3;

/// What happened, in some sentences.
pub fn summary(
    profile: &GroupProfile,
    occurrences: &[Occurrence],
    picture: &Picture,
    names: &Names,
) -> String {
    let sentences = [
        extent(profile),
        course(occurrences),
        worst(occurrences, profile.severity),
        involved(occurrences, Role::Actor, "Acted by", names),
        involved(occurrences, Role::Target, "It was done to", names),
        joined(picture, names),
    ];
    let told: Vec<String> = sentences.into_iter().flatten().collect();
    told.join(" ")
}

/// To the minute.
fn minute(at: Timestamp) -> String {
    let text = at.to_string();
    text.get(..16).unwrap_or(&text).replace('T', " ")
}

fn extent(profile: &GroupProfile) -> Option<String> {
    let findings = counted(profile.findings.values().sum(), "finding");
    let evidence = match profile.evidence {
        0 => String::new(),
        1 => " and 1 piece of evidence".to_owned(),
        count => format!(" and {count} pieces of evidence"),
    };
    let accounts: Vec<String> = profile.accounts.iter().map(ToString::to_string).collect();
    let word = if accounts.len() == 1 {
        "account"
    } else {
        "accounts"
    };
    Some(format!(
        "From {} to {} UTC, {findings}{evidence} in {word} {}.",
        minute(profile.first_seen),
        minute(profile.last_seen),
        listed(&accounts)
    ))
}

/// The tactics in the order in which they were first seen.
fn course(occurrences: &[Occurrence]) -> Option<String> {
    let mut seen: BTreeMap<&'static str, Timestamp> = BTreeMap::new();
    for occurrence in occurrences {
        for tactic in types::tactics(&occurrence.types) {
            let at = seen.entry(tactic.as_str()).or_insert(occurrence.first_seen);
            *at = (*at).min(occurrence.first_seen);
        }
    }
    let mut order: Vec<(&str, Timestamp)> = seen.into_iter().collect();
    order.sort_by_key(|(_, at)| *at);
    let told = |(name, at): &(&str, Timestamp)| format!("{name} ({})", minute(*at));
    match order.as_slice() {
        [] => None,
        [only] => Some(format!("The one tactic is {}.", told(only))),
        [first, rest @ ..] => {
            let rest: Vec<String> = rest.iter().map(told).collect();
            Some(format!(
                "It began with {}; then came {}.",
                told(first),
                listed(&rest)
            ))
        }
    }
}

fn worst(occurrences: &[Occurrence], severity: Severity) -> Option<String> {
    let of_it = occurrences.iter().filter(|it| it.severity == severity);
    let first = of_it.clone().min_by_key(|it| (it.first_seen, &it.key))?;
    let others = match of_it.count() {
        0 | 1 => String::new(),
        count => format!(", the first of {count} as severe"),
    };
    let title = shortened(first.title.trim_end_matches('.'));
    Some(format!(
        "The worst is of severity {severity}: \"{title}\"{others}."
    ))
}

/// Those with a part in most of it.
fn involved(occurrences: &[Occurrence], role: Role, verb: &str, names: &Names) -> Option<String> {
    let mut counts: BTreeMap<&Entity, usize> = BTreeMap::new();
    for it in occurrences.iter().flat_map(|it| &it.involved) {
        if it.role == role && it.entity.kind != EntityType::AwsAccount {
            *counts.entry(&it.entity).or_default() += 1;
        }
    }
    let total = counts.len();
    let mut most: Vec<(&Entity, usize)> = counts.into_iter().collect();
    most.sort_by_key(|(_, count)| Reverse(*count));
    let mut named: Vec<String> = most
        .iter()
        .take(NAMED)
        .map(|(it, count)| {
            format!(
                "the {} {} (in {count})",
                kind_of(it.kind).noun,
                names.told(it)
            )
        })
        .collect();
    if total > NAMED {
        named.push(format!("{} more", total - NAMED));
    }
    (!named.is_empty()).then(|| format!("{verb} {}.", listed(&named)))
}

/// What most of the links that join the group are made of.
fn joined(picture: &Picture, names: &Names) -> Option<String> {
    let mut counts: BTreeMap<&Entity, usize> = BTreeMap::new();
    for (link, _) in &picture.links {
        if let Some(first) = link.shared.first() {
            *counts.entry(&first.entity).or_default() += 1;
        }
    }
    let mut most: Vec<(&Entity, usize)> = counts.into_iter().collect();
    most.sort_by_key(|(_, count)| Reverse(*count));
    let named = most.iter().take(NAMED);
    let named = named.map(|(it, _)| format!("the {} {}", kind_of(it.kind).noun, names.told(it)));
    let named: Vec<String> = named.collect();
    (!named.is_empty()).then(|| format!("What joins it the most: {}.", listed(&named)))
}
