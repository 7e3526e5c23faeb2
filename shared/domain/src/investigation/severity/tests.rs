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

#[test]
fn the_working_names_the_rules_and_the_indicators_they_apply_to() {
    let indicators = [
        technique(Tactic::Discovery),
        geolocation(false),
        technique(Tactic::Exfiltration),
        user_agent(false),
    ];
    let working = Working::of(&indicators);
    let expected = Working {
        likelihood: Factor {
            value: 2,
            because: "two kinds of things are new for the principal",
            indicators: vec![1, 3],
        },
        impact: Factor {
            value: 4,
            because: "a technique of Exfiltration or Impact",
            indicators: vec![2],
        },
        severity: Severity::High,
    };
    assert_eq!(working, expected);
    let nothing = Working::of(&[]);
    assert_eq!((nothing.likelihood.value, nothing.impact.value), (0, 1));
    assert_eq!(nothing.likelihood.indicators, Vec::<usize>::new());
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
