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
        match likelihood(indicators) * impact(indicators) {
            0 => Self::Informational,
            1..=3 => Self::Low,
            4..=6 => Self::Medium,
            7..=11 => Self::High,
            12.. => Self::Critical,
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

/// From 0 to 4.
fn likelihood(indicators: &[Indicator]) -> u8 {
    let alone = indicators.iter().map(likelihood_alone).max().unwrap_or(0);
    let kinds_of_novelty: BTreeSet<IndicatorType> = indicators
        .iter()
        .filter(|it| novelty(it).is_some())
        .map(Indicator::kind)
        .collect();
    let together = if kinds_of_novelty.len() > 1 { 2 } else { 0 };
    alone.max(together)
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

/// From 1 to 4: that of the worst tactic.
fn impact(indicators: &[Indicator]) -> u8 {
    let of_techniques = indicators.iter().filter_map(|indicator| match indicator {
        Indicator::TtpObserved(it) => Some(weight(it.tactic)),
        Indicator::ImpossibleTravel(_)
        | Indicator::FlaggedIpAddress(_)
        | Indicator::NewGeolocation(_)
        | Indicator::NewAso(_)
        | Indicator::NewUserAgent(_)
        | Indicator::RelatedFinding(_)
        | Indicator::RelatedFindingGroup(_) => None,
    });
    of_techniques.max().unwrap_or(1)
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
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::investigation::{
        FlaggedIpAddress, ImpossibleTravel, NewAso, NewGeolocation, NewUserAgent, RelatedFinding,
        RelatedFindingGroup, TtpObserved,
    };

    fn technique(tactic: Tactic) -> Indicator {
        Indicator::TtpObserved(TtpObserved {
            tactic,
            technique: String::new(),
            procedure: String::new(),
            ip_address: String::new(),
            api_name: String::new(),
            success_count: 1,
            failure_count: 0,
        })
    }

    fn geolocation(is_new_for_entire_account: bool) -> Indicator {
        Indicator::NewGeolocation(NewGeolocation {
            location: "Bucharest, RO".to_owned(),
            ip_address: String::new(),
            is_new_for_entire_account,
        })
    }

    fn aso(is_new_for_entire_account: bool) -> Indicator {
        Indicator::NewAso(NewAso {
            aso: String::new(),
            is_new_for_entire_account,
        })
    }

    fn user_agent(is_new_for_entire_account: bool) -> Indicator {
        Indicator::NewUserAgent(NewUserAgent {
            user_agent: String::new(),
            is_new_for_entire_account,
        })
    }

    fn flagged() -> Indicator {
        Indicator::FlaggedIpAddress(FlaggedIpAddress {
            ip_address: String::new(),
        })
    }

    fn travel() -> Indicator {
        Indicator::ImpossibleTravel(ImpossibleTravel {
            starting_ip_address: String::new(),
            ending_ip_address: String::new(),
            starting_location: String::new(),
            ending_location: String::new(),
            hourly_time_delta: 1,
        })
    }

    fn finding(severity: Severity) -> Indicator {
        Indicator::RelatedFinding(RelatedFinding {
            arn: String::new(),
            finding_type: String::new(),
            ip_address: String::new(),
            severity,
        })
    }

    fn group(is_active: bool) -> Indicator {
        Indicator::RelatedFindingGroup(RelatedFindingGroup {
            id: String::new(),
            is_active,
        })
    }

    #[test]
    fn severity_is_likelihood_times_impact() {
        let cases: &[(&[Indicator], Severity)] = &[
            (&[], Severity::Informational),
            (&[technique(Tactic::Impact)], Severity::Informational),
            (
                &[finding(Severity::Medium), group(false)],
                Severity::Informational,
            ),
            (&[geolocation(false)], Severity::Low),
            (
                &[geolocation(true), aso(true), user_agent(true)],
                Severity::Low,
            ),
            (&[travel()], Severity::Low),
            (&[group(true)], Severity::Low),
            (&[flagged()], Severity::Medium),
            (&[finding(Severity::High)], Severity::Medium),
            (&[aso(false), technique(Tactic::Discovery)], Severity::Low),
            (
                &[aso(false), user_agent(false), technique(Tactic::Execution)],
                Severity::Medium,
            ),
            (
                &[aso(true), technique(Tactic::Persistence)],
                Severity::Medium,
            ),
            (&[travel(), technique(Tactic::Persistence)], Severity::High),
            (
                &[travel(), technique(Tactic::Exfiltration)],
                Severity::Critical,
            ),
            (
                &[flagged(), technique(Tactic::CredentialAccess)],
                Severity::Critical,
            ),
        ];
        for (indicators, expected) in cases {
            assert_eq!(Severity::of(indicators), *expected, "{indicators:?}");
        }
    }

    fn any_novelty() -> impl Strategy<Value = Indicator> {
        (0..3, any::<bool>()).prop_map(|(kind, entire)| match kind {
            0 => geolocation(entire),
            1 => aso(entire),
            _ => user_agent(entire),
        })
    }

    fn any_indicator() -> impl Strategy<Value = Indicator> {
        prop_oneof![
            any_novelty(),
            proptest::sample::select(Tactic::ALL).prop_map(technique),
            proptest::sample::select(Severity::ALL).prop_map(finding),
            any::<bool>().prop_map(group),
            Just(flagged()),
            Just(travel()),
        ]
    }

    proptest! {
        #[test]
        fn novelty_alone_is_low(indicators in proptest::collection::vec(any_novelty(), 1..20)) {
            prop_assert_eq!(Severity::of(&indicators), Severity::Low);
        }

        #[test]
        fn what_is_known_besides_never_lessens_it(
            indicators in proptest::collection::vec(any_indicator(), 0..10),
            another in any_indicator(),
        ) {
            let mut more = indicators.clone();
            more.push(another);
            prop_assert!(Severity::of(&indicators) <= Severity::of(&more));
        }
    }

    #[test]
    fn every_severity_is_read_as_what_it_is_written() {
        for severity in Severity::ALL {
            assert_eq!(severity.as_str().parse(), Ok(*severity));
        }
    }
}
