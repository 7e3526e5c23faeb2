//! What is left to tell of a day.

use std::collections::{BTreeMap, BTreeSet};

use gumshoe_activity::{Entity, EntityType, Involved, Role};
use gumshoe_domain::{ScopeTime, Timestamp};

use super::day::{Before, Day, Known, Principal};
use super::kind::EvidenceKind;
use crate::explanation::{Explanation, counted, shortened};
use crate::novelty::{Candidate, NoveltyKind};
use crate::peers::{Habit, Model, Peers};

/// Days of data with which a graph has learned what is usual: Amazon Detective User Guide, "Training
/// period for new Detective behavior graphs".
const TRAINING_DAYS: usize = 14;

/// Days on which a principal must have called before anything that it does is remarkable. Our choice:
/// in its first week everything is new.
const KNOWN_DAYS: usize = 7;

/// How rare a new call must be for whoever is like the principal, in bits: one of 128 makes it. Our
/// choice: a person tries something new every week.
const RARE_BITS: f64 = 7.0;

/// Values of one evidence that are told.
const MOST_VALUES: usize = 10;

/// Something remarkable that a principal did in a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// What kind it is.
    pub kind: EvidenceKind,
    /// Who did it.
    pub principal: Entity,
    /// Its name for people.
    pub name: String,
    /// The account in which it did it.
    pub account: String,
    /// What was new: countries, organisations, programs, calls; in order, at most ten.
    pub values: Vec<String>,
    /// How many calls had them.
    pub calls: u64,
    /// The first of these.
    pub first_seen: Timestamp,
    /// The last of these.
    pub last_seen: Timestamp,
    /// The principal, its account, and the addresses that it called from.
    pub involved: Vec<Involved>,
    /// Why.
    pub explanation: Explanation,
}

/// The times that are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The day.
    pub day: ScopeTime,
    /// The time before.
    pub before: ScopeTime,
}

/// The evidence of a day, in the order of principals and kinds. None while the graph is in training.
/// New calls are told where `model`, learned before the day, is there to say how rare they are.
pub fn find(day: &Day, before: &Before, model: Option<&Model>, window: Window) -> Vec<Evidence> {
    if before.days() < TRAINING_DAYS {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (kind, of_kind) in &day.principals {
        for (id, principal) in of_kind {
            let entity = Entity {
                kind: *kind,
                id: id.clone(),
            };
            let look = Look {
                known: before.of(*kind, id),
                before,
                window,
                principal,
                entity,
            };
            found.extend(look.evidence(model));
        }
    }
    found.sort_by(|a, b| (&a.principal, a.kind).cmp(&(&b.principal, b.kind)));
    found
}

/// A look at one principal.
struct Look<'a> {
    entity: Entity,
    principal: &'a Principal,
    known: Option<&'a Known>,
    before: &'a Before,
    window: Window,
}

impl Look<'_> {
    fn evidence(&self, model: Option<&Model>) -> Vec<Evidence> {
        let Some(known) = self.known else {
            return self.of_stranger();
        };
        let mut new: BTreeMap<NoveltyKind, Vec<&Candidate>> = BTreeMap::new();
        let seen = self.principal.values.iter().zip(known.sighted.iter());
        for (candidate, _) in seen.filter(|(_, seen)| !seen) {
            new.entry(candidate.kind).or_default().push(candidate);
        }
        let mut found = Vec::new();
        let places = new.remove(&NoveltyKind::Geolocation).unwrap_or_default();
        // A place that is new for all is told of the principal as well, however short it is known.
        let of_nobody = self.of_nobody(&places);
        let is_known = known.dates.len() >= KNOWN_DAYS;
        if is_known || !of_nobody.is_empty() {
            found.extend(self.about(EvidenceKind::NewGeolocation, &places));
        }
        found.extend(self.about(EvidenceKind::NewGeolocationForAll, &of_nobody));
        if is_known {
            for (kind, novelty) in [
                (EvidenceKind::NewAso, NoveltyKind::Aso),
                (EvidenceKind::NewUserAgent, NoveltyKind::UserAgent),
            ] {
                let new = new.remove(&novelty).unwrap_or_default();
                found.extend(self.about(kind, &new));
            }
            let calls = new.remove(&NoveltyKind::ApiCall).unwrap_or_default();
            found.extend(model.and_then(|it| self.rare(&calls, it)));
        }
        found
    }

    /// The first day of a principal: that it is there, and from where where nobody was.
    fn of_stranger(&self) -> Vec<Evidence> {
        let who = self.told(EvidenceKind::NewPrincipalForAll, &[], None);
        let places = self.principal.values.iter();
        let places: Vec<&Candidate> = places
            .filter(|it| it.kind == NoveltyKind::Geolocation)
            .collect();
        let of_nobody = self.of_nobody(&places);
        let mut found = vec![who];
        found.extend(self.about(EvidenceKind::NewGeolocation, &of_nobody));
        found.extend(self.about(EvidenceKind::NewGeolocationForAll, &of_nobody));
        found
    }

    fn of_nobody<'c>(&self, places: &[&'c Candidate]) -> Vec<&'c Candidate> {
        let is_new = |it: &&&Candidate| !self.before.has_country(&value(it));
        places.iter().filter(is_new).copied().collect()
    }

    fn about(&self, kind: EvidenceKind, new: &[&Candidate]) -> Option<Evidence> {
        (!new.is_empty()).then(|| self.told(kind, new, None))
    }

    /// New calls that whoever is like the principal does not make. The rarest one explains them.
    fn rare(&self, calls: &[&Candidate], model: &Model) -> Option<Evidence> {
        let peers = model.peers(&self.entity);
        let bits = |it: &Candidate, peers: &Peers<'_>| {
            let (service, api) = service_and_api(it);
            peers.rarity(service, api, Habit::New)
        };
        let mut rare: Vec<_> = calls
            .iter()
            .map(|it| (bits(it, &peers), *it))
            .filter(|(rarity, _)| rarity.bits >= RARE_BITS)
            .collect();
        rare.sort_by(|(a, one), (b, other)| {
            b.bits
                .total_cmp(&a.bits)
                .then_with(|| one.parts.cmp(&other.parts))
        });
        let rarest = rare.first().map(|(rarity, _)| rarity.explanation.clone())?;
        let rare: Vec<&Candidate> = rare.iter().map(|(_, it)| *it).collect();
        Some(self.told(EvidenceKind::NewApiCall, &rare, Some(&rarest)))
    }

    fn told(
        &self,
        kind: EvidenceKind,
        new: &[&Candidate],
        rarity: Option<&Explanation>,
    ) -> Evidence {
        let all = self.principal;
        let values: BTreeSet<String> = new.iter().map(|it| value(it)).collect();
        let sum = |it: &&Candidate| it.succeeded.saturating_add(it.failed);
        let calls = match new {
            [] => all.calls,
            new => new.iter().map(sum).fold(0, u64::saturating_add),
        };
        let first = new.iter().map(|it| it.first_seen).min();
        let last = new.iter().map(|it| it.last_seen).max();
        let name = all.name.clone().unwrap_or_else(|| self.entity.id.clone());
        let explanation = Explanation {
            observed: crate::number(calls),
            expected: rarity.map_or(0.0, |it| it.expected),
            window: self.window.before,
            sentence: self.sentence(kind, &name, &values, calls, rarity),
        };
        Evidence {
            kind,
            principal: self.entity.clone(),
            name,
            account: all.account.clone(),
            values: values.into_iter().take(MOST_VALUES).collect(),
            calls,
            first_seen: first.unwrap_or(all.first_seen),
            last_seen: last.unwrap_or(all.last_seen),
            involved: self.involved(kind, new),
            explanation,
        }
    }

    fn sentence(
        &self,
        kind: EvidenceKind,
        name: &str,
        values: &BTreeSet<String>,
        calls: u64,
        rarity: Option<&Explanation>,
    ) -> String {
        let before = self.window.before;
        let days = format!(
            "from {} to {}",
            before.start().start(),
            before.end().start()
        );
        let (name, calls) = (shortened(name), counted(calls, "call"));
        let shown: Vec<&str> = values
            .iter()
            .take(MOST_VALUES)
            .map(String::as_str)
            .collect();
        let shown = shown.join(", ");
        let shown = shortened(&shown);
        match kind {
            EvidenceKind::NewGeolocation => {
                format!("{name} made {calls} from {shown}; it made none from there {days}.")
            }
            EvidenceKind::NewAso => {
                format!(
                    "{name} made {calls} from addresses of {shown}; it made none from these {days}."
                )
            }
            EvidenceKind::NewUserAgent => {
                format!("{name} made {calls} with {shown}; it made none with that {days}.")
            }
            EvidenceKind::NewApiCall => {
                let rarest = rarity.map_or("", |it| it.sentence.as_str());
                format!("{name} made {calls} that it had not made {days}: {shown}. {rarest}")
            }
            EvidenceKind::NewGeolocationForAll => {
                format!(
                    "{name} made {calls} from {shown}; nobody in the graph made any from there {days}."
                )
            }
            EvidenceKind::NewPrincipalForAll => {
                format!("{name} made {calls}; it made none in the graph {days}.")
            }
        }
    }

    /// The principal, its account, and the addresses: of a place those in it, else all.
    fn involved(&self, kind: EvidenceKind, new: &[&Candidate]) -> Vec<Involved> {
        let countries: BTreeSet<String> = match kind {
            EvidenceKind::NewGeolocation | EvidenceKind::NewGeolocationForAll => {
                new.iter().map(|it| value(it)).collect()
            }
            EvidenceKind::NewAso
            | EvidenceKind::NewUserAgent
            | EvidenceKind::NewApiCall
            | EvidenceKind::NewPrincipalForAll => BTreeSet::new(),
        };
        let is_there = |country: &Option<String>| {
            countries.is_empty() || country.as_ref().is_some_and(|it| countries.contains(it))
        };
        let places = self.principal.addresses.iter();
        let addresses = places.filter(|(country, _)| is_there(country));
        let addresses: BTreeSet<&String> = addresses.flat_map(|(_, it)| it).collect();
        let entity = |kind, id: &str, role| Involved {
            entity: Entity {
                kind,
                id: id.to_owned(),
            },
            role,
        };
        let mut involved = vec![
            entity(self.entity.kind, &self.entity.id, Role::Actor),
            entity(
                EntityType::AwsAccount,
                &self.principal.account,
                Role::Related,
            ),
        ];
        let addresses = addresses.into_iter().take(MOST_VALUES);
        involved.extend(addresses.map(|it| entity(EntityType::IpAddress, it, Role::Actor)));
        involved.sort_unstable();
        involved
    }
}

fn service_and_api(candidate: &Candidate) -> (&str, &str) {
    let part = |at: usize| candidate.parts.get(at).and_then(Option::as_deref);
    (part(0).unwrap_or_default(), part(1).unwrap_or_default())
}

/// As it is told: `s3:GetObject` of a call.
fn value(candidate: &Candidate) -> String {
    match service_and_api(candidate) {
        (one, "") => one.to_owned(),
        (service, api) => format!("{service}:{api}"),
    }
}
