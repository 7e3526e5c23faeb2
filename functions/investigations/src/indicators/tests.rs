use gumshoe_domain::investigation::Indicator;

use super::*;
use crate::activity::tests::{activity, call};

#[test]
fn every_novelty_is_found_once_and_nothing_in_what_was_always_done() {
    let call = call(
        "203.0.113.9",
        (Some("Riga"), Some("LV")),
        Some("Away"),
        "curl/8",
    );
    for finder in [
        new_geolocation::FINDER,
        new_aso::FINDER,
        new_user_agent::FINDER,
    ] {
        let found = (finder.find)(&Case::of(activity(&[call], &[], &[])));
        let kinds: Vec<IndicatorType> = found.iter().map(|it| it.indicator.kind()).collect();
        assert_eq!(kinds, [finder.kind]);
        let found = (finder.find)(&Case::of(activity(&[call], &[call], &[])));
        assert_eq!(found, []);
    }
}

#[test]
fn every_indicator_says_what_was_seen_what_was_expected_and_when() {
    let mut stop = call(
        "203.0.113.9",
        (Some("Riga"), Some("LV")),
        Some("A"),
        "curl/8",
    );
    stop.action.service = "cloudtrail";
    stop.action.api = "StopLogging";
    let home = call(
        "198.51.100.7",
        (Some("Dublin"), Some("IE")),
        Some("B"),
        "cli",
    );
    let case = Case::of(activity(&[stop], &[home], &[]));
    let found = find(&case);
    assert_eq!(found.len(), 4);
    for found in found {
        let evidence = found.evidence.unwrap();
        assert!(evidence.observed > evidence.expected, "{evidence:?}");
        assert_eq!(evidence.window, case.activity.window);
        assert!(evidence.sentence.ends_with('.'), "{evidence:?}");
    }
}

#[test]
fn a_report_has_a_thousand_indicators_of_a_kind_at_most() {
    let agents: Vec<String> = (0..1_200).map(|it| format!("agent/{it}")).collect();
    let calls: Vec<_> = agents
        .iter()
        .map(|it| call("10.0.0.1", (None, None), None, it))
        .collect();
    let found = find(&Case::of(activity(&calls, &[], &[])));
    let agents = found
        .iter()
        .filter(|it| matches!(it.indicator, Indicator::NewUserAgent(_)));
    assert_eq!(agents.count(), MOST_OF_A_KIND);
}
