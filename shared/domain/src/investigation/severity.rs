//! What the indicators of an investigation come to.
//!
//! Detective publishes that severity is likelihood times impact, and no numbers (User Guide,
//! "Understanding a Detective Investigations report"). The numbers here are ours, and published in
//! `docs/semantics.md`.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use super::{Indicator, IndicatorType, Tactic};

/// How bad something is, from the least to the worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing uncommon.
    Informational,
    /// Minor anomalies.
    Low,
    /// Anomalies that may come from a compromise.
    Medium,
    /// Signs of a compromise.
    High,
    /// Strong signs of a compromise.
    Critical,
}

/// The text names no severity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it must be one of INFORMATIONAL, LOW, MEDIUM, HIGH, CRITICAL")]
pub struct NotASeverity;

impl Severity {
    /// Every severity, from the least to the worst.
    pub const ALL: &[Self] = &[
        Self::Informational,
        Self::Low,
        Self::Medium,
        Self::High,
        Self::Critical,
    ];

    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Informational => "INFORMATIONAL",
            Self::Low => "LOW",
            Self::Medium => "MEDIUM",
            Self::High => "HIGH",
            Self::Critical => "CRITICAL",
        }
    }

    /// What `indicators` come to: how likely it is that somebody else acts as the principal, times
    /// what harm that can do. Without a technique the harm counts as the least there is, so that
    /// nothing but novelty never exceeds [`Self::Low`].
    pub fn of(indicators: &[Indicator]) -> Self {
        Working::of(indicators).severity
    }
}

/// How a severity comes about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Working {
    /// How likely it is that somebody else acts as the principal, from 0 to 4.
    pub likelihood: Factor,
    /// What harm that can do, from 1 to 4.
    pub impact: Factor,
    /// What the product of both is called.
    pub severity: Severity,
}

/// A number, and what it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Factor {
    /// The number.
    pub value: u8,
    /// The rule that gives it.
    pub because: &'static str,
    /// The places of the indicators to which the rule applies.
    pub indicators: Vec<usize>,
}

impl Working {
    /// How the severity of `indicators` comes about.
    pub fn of(indicators: &[Indicator]) -> Self {
        let (likelihood, impact) = (likelihood(indicators), impact(indicators));
        let severity = match likelihood.value * impact.value {
            0 => Severity::Informational,
            1..=3 => Severity::Low,
            4..=6 => Severity::Medium,
            7..=11 => Severity::High,
            12.. => Severity::Critical,
        };
        Self {
            likelihood,
            impact,
            severity,
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Severity {
    type Err = NotASeverity;

    fn from_str(text: &str) -> Result<Self, NotASeverity> {
        Self::ALL
            .iter()
            .copied()
            .find(|it| it.as_str() == text)
            .ok_or(NotASeverity)
    }
}

/// What gives a likelihood by itself.
const LIKELIHOODS: [&str; 5] = [
    "nothing tells that somebody else acts",
    "something is new for the principal",
    "something is new for the entire account",
    "travel that is impossible, or an active finding group",
    "an address that threat intelligence flags, or a finding of high or critical severity",
];

fn likelihood(indicators: &[Indicator]) -> Factor {
    let alone = strongest(indicators, likelihood_alone);
    let novelties = places(indicators, |it| novelty(it).is_some());
    let kinds: BTreeSet<IndicatorType> = indicators
        .iter()
        .filter(|it| novelty(it).is_some())
        .map(Indicator::kind)
        .collect();
    if kinds.len() > 1 && alone.0 < 2 {
        return Factor {
            value: 2,
            because: "two kinds of things are new for the principal",
            indicators: novelties,
        };
    }
    Factor {
        value: alone.0,
        because: rule(&LIKELIHOODS, alone.0),
        indicators: alone.1,
    }
}

/// The greatest value, and whose it is; nobody's when it is 0.
fn strongest(indicators: &[Indicator], value: fn(&Indicator) -> u8) -> (u8, Vec<usize>) {
    let most = indicators.iter().map(value).max().unwrap_or(0);
    (most, places(indicators, |it| most > 0 && value(it) == most))
}

fn places(indicators: &[Indicator], is_meant: impl Fn(&Indicator) -> bool) -> Vec<usize> {
    let places = (0..).zip(indicators).filter(|(_, it)| is_meant(it));
    places.map(|(place, _)| place).collect()
}

fn rule(rules: &[&'static str; 5], value: u8) -> &'static str {
    rules.get(usize::from(value)).copied().unwrap_or_default()
}

fn likelihood_alone(indicator: &Indicator) -> u8 {
    match indicator {
        Indicator::FlaggedIpAddress(_) => 4,
        Indicator::RelatedFinding(finding) if finding.severity >= Severity::High => 4,
        Indicator::ImpossibleTravel(_) => 3,
        Indicator::RelatedFindingGroup(group) if group.is_active => 3,
        Indicator::NewGeolocation(_) | Indicator::NewAso(_) | Indicator::NewUserAgent(_) => {
            if novelty(indicator) == Some(true) {
                2
            } else {
                1
            }
        }
        Indicator::TtpObserved(_)
        | Indicator::RelatedFinding(_)
        | Indicator::RelatedFindingGroup(_) => 0,
    }
}

/// Of what is new, whether it is new for the entire account.
fn novelty(indicator: &Indicator) -> Option<bool> {
    match indicator {
        Indicator::NewGeolocation(it) => Some(it.is_new_for_entire_account),
        Indicator::NewAso(it) => Some(it.is_new_for_entire_account),
        Indicator::NewUserAgent(it) => Some(it.is_new_for_entire_account),
        Indicator::TtpObserved(_)
        | Indicator::ImpossibleTravel(_)
        | Indicator::FlaggedIpAddress(_)
        | Indicator::RelatedFinding(_)
        | Indicator::RelatedFindingGroup(_) => None,
    }
}

/// What gives an impact.
const IMPACTS: [&str; 5] = [
    "",
    "no technique was observed, or one of Discovery, Reconnaissance or Resource Development",
    "a technique of Initial Access, Execution, Collection or Command and Control",
    "a technique of Persistence, Privilege Escalation, Defense Evasion, Credential Access or Lateral Movement",
    "a technique of Exfiltration or Impact",
];

/// That of the worst tactic; without any the least there is.
fn impact(indicators: &[Indicator]) -> Factor {
    let (value, indicators) = strongest(indicators, impact_alone);
    let value = value.max(1);
    Factor {
        value,
        because: rule(&IMPACTS, value),
        indicators,
    }
}

fn impact_alone(indicator: &Indicator) -> u8 {
    match indicator {
        Indicator::TtpObserved(it) => weight(it.tactic),
        Indicator::ImpossibleTravel(_)
        | Indicator::FlaggedIpAddress(_)
        | Indicator::NewGeolocation(_)
        | Indicator::NewAso(_)
        | Indicator::NewUserAgent(_)
        | Indicator::RelatedFinding(_)
        | Indicator::RelatedFindingGroup(_) => 0,
    }
}

fn weight(tactic: Tactic) -> u8 {
    match tactic {
        Tactic::Impact | Tactic::Exfiltration => 4,
        Tactic::CredentialAccess
        | Tactic::PrivilegeEscalation
        | Tactic::DefenseEvasion
        | Tactic::Persistence
        | Tactic::LateralMovement => 3,
        Tactic::Execution
        | Tactic::Collection
        | Tactic::InitialAccess
        | Tactic::CommandAndControl => 2,
        Tactic::Discovery | Tactic::Reconnaissance | Tactic::ResourceDevelopment => 1,
    }
}

#[cfg(test)]
mod tests;
