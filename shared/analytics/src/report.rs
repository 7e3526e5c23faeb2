//! The report of an investigation: what was found, in the order in which it happened, and what to do.

mod markdown;
mod words;

use std::collections::BTreeSet;

use gumshoe_domain::investigation::{Found, Indicator, Severity, Tactic, Working};
use gumshoe_domain::{Investigation, Timestamp};

use crate::attack::Table;
use words::title;

/// Most resources that are named.
const MOST_RESOURCES: usize = 100;

/// Most events of the narrative.
const MOST_EVENTS: usize = 200;

/// The report of an investigation.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// What it comes to, in some sentences.
    pub overview: String,
    /// How its severity comes about.
    pub working: Working,
    /// What was found.
    pub indicators: Vec<Titled>,
    /// What happened, the earliest first.
    pub narrative: Vec<Event>,
    /// What it was done to.
    pub affected_resources: Vec<String>,
    /// What to do, the most harmful first.
    pub recommendations: Vec<Recommendation>,
}

/// An indicator with a title.
#[derive(Debug, Clone, PartialEq)]
pub struct Titled {
    /// One line.
    pub title: String,
    /// The indicator, and why it is one.
    pub found: Found,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// When it happened first.
    pub time: Timestamp,
    /// What.
    pub text: String,
}

/// Something to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recommendation {
    /// Because of which technique, by name and id, or because of what else.
    pub because: String,
    /// What.
    pub text: String,
}

impl Report {
    /// The report of an investigation that found this.
    pub fn new(investigation: &Investigation, found: Vec<Found>, table: &Table) -> Self {
        let working = Working::of(&Found::indicators(&found));
        Self {
            overview: overview(investigation, &found, working.severity),
            narrative: narrative(&found),
            affected_resources: affected(&found),
            recommendations: recommendations(&found, table),
            working,
            indicators: found
                .into_iter()
                .map(|found| Titled {
                    title: title(&found.indicator),
                    found,
                })
                .collect(),
        }
    }

    /// The report as a page of Markdown.
    pub fn markdown(&self, investigation: &Investigation) -> String {
        markdown::page(self, investigation)
    }
}

/// What a severity says. Amazon Detective User Guide, "Detective Investigations report summary", in
/// other words.
fn verdict(severity: Severity) -> &'static str {
    match severity {
        Severity::Informational | Severity::Low => {
            "Nothing that was seen is uncommon enough to tell of a compromise."
        }
        Severity::Medium => "What was seen is unusual, and may come from a compromise.",
        Severity::High | Severity::Critical => "What was seen is likely to come from a compromise.",
    }
}

fn overview(investigation: &Investigation, found: &[Found], severity: Severity) -> String {
    let scope = investigation.scope;
    let mut tactics: Vec<Tactic> = found
        .iter()
        .filter_map(|it| tactic(&it.indicator))
        .collect();
    tactics.sort();
    tactics.dedup();
    let names: Vec<&str> = tactics.iter().map(|it| it.as_str()).collect();
    let techniques = match &*names {
        [] => "No technique of MITRE ATT&CK was observed.".to_owned(),
        names => format!("Tactics observed: {}.", names.join(", ")),
    };
    format!(
        "{} from {} to {}: severity {severity}. {} {} found. {techniques}",
        investigation.principal,
        scope.start(),
        scope.end(),
        verdict(severity),
        words::counted(found.len(), "indicator"),
    )
}

fn tactic(indicator: &Indicator) -> Option<Tactic> {
    match indicator {
        Indicator::TtpObserved(it) => Some(it.tactic),
        Indicator::ImpossibleTravel(_)
        | Indicator::FlaggedIpAddress(_)
        | Indicator::NewGeolocation(_)
        | Indicator::NewAso(_)
        | Indicator::NewUserAgent(_)
        | Indicator::RelatedFinding(_)
        | Indicator::RelatedFindingGroup(_) => None,
    }
}

fn narrative(found: &[Found]) -> Vec<Event> {
    let mut events: Vec<Event> = found
        .iter()
        .filter_map(|it| {
            let evidence = it.evidence.as_ref()?;
            Some(Event {
                time: evidence.seen.0,
                text: format!("{}: {}", title(&it.indicator), evidence.sentence),
            })
        })
        .collect();
    events.sort_by(|a, b| (a.time, &a.text).cmp(&(b.time, &b.text)));
    events.truncate(MOST_EVENTS);
    events
}

fn affected(found: &[Found]) -> Vec<String> {
    let evidence = found.iter().filter_map(|it| it.evidence.as_ref());
    let names: BTreeSet<&String> = evidence.flat_map(|it| &it.resources).collect();
    names.into_iter().take(MOST_RESOURCES).cloned().collect()
}

/// What techniques ask for, those of the worst tactics first, and then what else was found does.
fn recommendations(found: &[Found], table: &Table) -> Vec<Recommendation> {
    let mut indicators: Vec<&Indicator> = found.iter().map(|it| &it.indicator).collect();
    indicators.sort_by_key(|it| tactic(it).map_or((true, 0), |tactic| (false, rank(tactic))));
    let mut all: Vec<Recommendation> = Vec::new();
    for indicator in indicators {
        let because = words::reason(indicator);
        let text = match indicator {
            Indicator::TtpObserved(it) => words::technique_id(&it.technique)
                .and_then(|id| table.technique(id))
                .map(|it| it.recommendation.clone()),
            Indicator::ImpossibleTravel(_)
            | Indicator::FlaggedIpAddress(_)
            | Indicator::NewGeolocation(_)
            | Indicator::NewAso(_)
            | Indicator::NewUserAgent(_)
            | Indicator::RelatedFinding(_)
            | Indicator::RelatedFindingGroup(_) => {
                words::recommendation(indicator).map(str::to_owned)
            }
        };
        let is_new = !all.iter().any(|it| it.because == because);
        if let Some(text) = text
            && is_new
        {
            all.push(Recommendation { because, text });
        }
    }
    all
}

/// The last tactics of the matrix do the harm.
fn rank(tactic: Tactic) -> usize {
    let place = Tactic::ALL.iter().rev().position(|it| *it == tactic);
    place.unwrap_or_default()
}

#[cfg(test)]
mod tests;
