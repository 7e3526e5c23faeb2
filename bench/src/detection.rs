//! How quiet evidence and investigations are over weeks of ordinary work, and how they tell an intruder.
//!
//! Not a matter of time: what is printed is the same on every machine. `docs/analytics.md` has the
//! results and what they mean.

mod days;
mod figures;
mod investigations;
mod verdicts;

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;
use comfy_table::Table;
use gumshoe::synthetic::{self, History, Occasions, Part, Workforce};
use gumshoe_activity::Entity;
use gumshoe_analytics::evidence::{Evidence, EvidenceKind};
use gumshoe_domain::investigation::Severity;

use self::days::Days;
use self::figures::{area_under_curve, percentile};
use self::investigations::Past;
use self::verdicts::Verdicts;

/// Days before the first one that is looked at: a graph in training has no evidence.
const TRAINING_DAYS: usize = 14;

/// What a piece of evidence counts in the score of a principal's day, besides the bits of rare calls.
/// The rarer a kind is on ordinary days, the more.
fn weight(evidence: &Evidence) -> f64 {
    match evidence.kind {
        EvidenceKind::NewApiCall => -evidence.explanation.expected.log2(),
        EvidenceKind::NewGeolocation | EvidenceKind::NewUserAgent => 5.0,
        EvidenceKind::NewAso => 3.0,
        EvidenceKind::NewGeolocationForAll => 8.0,
        EvidenceKind::NewPrincipalForAll => 4.0,
    }
}

/// From which score on a principal's day is called suspicious: a rare call and something else new.
const SUSPICIOUS: f64 = 12.0;

/// What is generated.
#[derive(Debug, Clone, Args)]
pub(crate) struct Detection {
    /// Companies, one for each seed from 1 on
    #[arg(long, default_value_t = 20)]
    seeds: u64,
    /// People in each
    #[arg(long, default_value_t = 200)]
    people: u32,
    /// Accounts of each
    #[arg(long, default_value_t = 5)]
    accounts: u32,
    /// Days of each; the intruder comes on the last one
    #[arg(long, default_value_t = 30)]
    days: u32,
    /// Folder with city-ipv4.mmdb, city-ipv6.mmdb and asn.mmdb; without them there are no places
    #[arg(long, default_value = "target/geolocation")]
    geolocation: PathBuf,
    /// Print why each investigation of ordinary work came out HIGH or CRITICAL
    #[arg(long)]
    explain: bool,
}

/// What a principal's day came to.
#[derive(Debug, Clone, Copy)]
struct Outcome {
    score: f64,
    is_intruder: bool,
}

/// What was found in one company.
#[derive(Debug, Default)]
struct Found {
    /// Evidence of each benign principal in each of its weeks.
    weeks: BTreeMap<(Entity, usize), u64>,
    kinds: BTreeMap<EvidenceKind, u64>,
    outcomes: Vec<Outcome>,
    /// What investigations of every user and role for every day came to.
    verdicts: Verdicts,
    /// The best place of a principal that the intruder acts as, on its day.
    rank: Option<usize>,
}

pub(crate) fn run(asked: &Detection) {
    let mut all = Found::default();
    let mut ranks = Vec::new();
    let mut weeks = Vec::new();
    for seed in 1..=asked.seeds {
        let found = look(asked, seed);
        let rank = found.rank.map_or("none".to_owned(), |it| it.to_string());
        println!("seed {seed}: the intruder's principal is number {rank} of its day");
        ranks.push(found.rank);
        weeks.extend(found.weeks.into_values());
        for (kind, count) in found.kinds {
            *all.kinds.entry(kind).or_default() += count;
        }
        all.outcomes.extend(found.outcomes);
        all.verdicts.absorb(found.verdicts);
    }
    report(&all, &ranks, weeks);
    all.verdicts.report();
}

fn look(asked: &Detection, seed: u64) -> Found {
    let history = synthetic::company(&Workforce {
        seed,
        start: "2026-01-05T00:00:00Z".parse().expect("a timestamp"),
        days: asked.days,
        accounts: asked.accounts,
        people: asked.people,
        size: None,
        occasions: Occasions::usual(asked.people, asked.accounts, asked.days),
        intrusion: true,
        hostile: false,
    });
    let days = Days::read(&history, &asked.geolocation);
    let (mut found, mut past) = (Found::default(), Past::default());
    for at in 0..days.len() {
        let model = days.model(at);
        for judged in past.investigate(&days, at, model.as_ref()) {
            let is_intruder = acts_for_intruder(&history, &days, at, &judged.principal);
            if asked.explain && !is_intruder && judged.severity >= Severity::High {
                let who = &judged.principal;
                println!(
                    "  {} {} {} {}: {}",
                    days.bounds(at).0,
                    judged.severity,
                    who.kind,
                    who.id,
                    judged.because
                );
            }
            found.verdicts.add(&judged, is_intruder, at < TRAINING_DAYS);
        }
        if at < TRAINING_DAYS {
            continue;
        }
        let evidence = days.evidence(at, model.as_ref());
        let mut scores: BTreeMap<Entity, f64> = BTreeMap::new();
        for principal in days.principals(at) {
            let is_intruder = acts_for_intruder(&history, &days, at, &principal);
            if !is_intruder {
                let week = (principal.clone(), (at - TRAINING_DAYS) / 7);
                found.weeks.entry(week).or_default();
            }
            scores.insert(principal, 0.0);
        }
        for evidence in &evidence {
            *scores.entry(evidence.principal.clone()).or_default() += weight(evidence);
            let week = (evidence.principal.clone(), (at - TRAINING_DAYS) / 7);
            if let Some(count) = found.weeks.get_mut(&week) {
                *count += 1;
                *found.kinds.entry(evidence.kind).or_default() += 1;
            }
        }
        found.add_day(&scores, |who| acts_for_intruder(&history, &days, at, who));
    }
    found
}

impl Found {
    fn add_day(&mut self, scores: &BTreeMap<Entity, f64>, is_intruder: impl Fn(&Entity) -> bool) {
        let mut ranked: Vec<(&Entity, f64)> = scores.iter().map(|(who, it)| (who, *it)).collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        let place = ranked.iter().position(|(who, _)| is_intruder(who));
        self.rank = self.rank.or(place.map(|it| it + 1));
        self.outcomes
            .extend(ranked.iter().map(|(who, score)| Outcome {
                score: *score,
                is_intruder: is_intruder(who),
            }));
    }
}

/// Whether a principal acts for the intruder on a day.
fn acts_for_intruder(history: &History, days: &Days, at: usize, who: &Entity) -> bool {
    let (from, until) = days.bounds(at);
    history.labels().iter().any(|it| {
        it.part == Part::Intruder && it.entity == *who && it.from < until && it.until > from
    })
}

fn report(all: &Found, ranks: &[Option<usize>], weeks: Vec<u64>) {
    let mut table = Table::new();
    table.set_header([
        "evidence of ordinary work",
        "pieces",
        "per 1,000 principal-weeks",
    ]);
    let per_thousand = |count: u64| count as f64 * 1_000.0 / weeks.len() as f64;
    for (kind, count) in &all.kinds {
        table.add_row([
            kind.to_string(),
            count.to_string(),
            format!("{:.1}", per_thousand(*count)),
        ]);
    }
    println!("{table}");
    let mean = weeks.iter().sum::<u64>() as f64 / weeks.len() as f64;
    println!(
        "principal-weeks: {}; evidence in one: median {}, mean {mean:.2}, 90th percentile {}, 99th {}",
        weeks.len(),
        percentile(&weeks, 0.5),
        percentile(&weeks, 0.9),
        percentile(&weeks, 0.99),
    );
    let first = ranks.iter().flatten().filter(|it| **it <= 5).count();
    println!(
        "intruder in the top 5 of its day: {first} of {}",
        ranks.len()
    );
    let suspicious = all.outcomes.iter().filter(|it| it.score >= SUSPICIOUS);
    let (right, named) = (
        suspicious.clone().filter(|it| it.is_intruder).count(),
        suspicious.count(),
    );
    let intruders = all.outcomes.iter().filter(|it| it.is_intruder).count();
    println!(
        "principal-days: {}, of an intruder {intruders}; scores of {SUSPICIOUS} or more: {named} ({:.2} % of benign days)",
        all.outcomes.len(),
        (named - right) as f64 * 100.0 / (all.outcomes.len() - intruders) as f64,
    );
    println!(
        "precision {:.2}, recall {:.2}, AUROC {:.3}",
        right as f64 / named.max(1) as f64,
        right as f64 / intruders.max(1) as f64,
        area_under_curve(
            &all.outcomes
                .iter()
                .map(|it| (it.score, it.is_intruder))
                .collect::<Vec<_>>()
        ),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[ignore = "takes minutes; `make test-long` runs it"]
    fn ordinary_work_of_two_hundred_people_seldom_comes_out_high() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../target/geolocation");
        let found = look(
            &Detection {
                seeds: 1,
                people: 200,
                accounts: 5,
                days: 30,
                geolocation: PathBuf::from(folder),
                explain: true,
            },
            1,
        );
        found.verdicts.report();
        let high = found.verdicts.part_of_ordinary(Severity::High);
        assert!(high <= 0.005, "{high}");
    }
}
