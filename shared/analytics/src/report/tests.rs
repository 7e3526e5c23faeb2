use gumshoe_domain::investigation::{Evidence, InvestigationScope, NewUserAgent, TtpObserved};
use gumshoe_domain::{InvestigationId, ScopeTime};

use super::*;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn investigation() -> Investigation {
    let (start, end) = (at("2026-03-01T00:00:00Z"), at("2026-03-02T00:00:00Z"));
    Investigation::start(
        InvestigationId::new(end, 7),
        "arn:aws:iam::111122223333:user/alice".parse().unwrap(),
        InvestigationScope::new(start, end).unwrap(),
        end,
    )
}

fn found(indicator: Indicator, time: &str, resources: &[&str]) -> Found {
    let window = ScopeTime::new(at("2026-01-15T00:00:00Z"), at("2026-03-01T00:00:00Z"));
    Found {
        indicator,
        evidence: Some(Evidence {
            observed: 2.0,
            expected: 0.0,
            window: window.unwrap(),
            sentence: "2 calls, never before.".to_owned(),
            seen: (at(time), at(time)),
            resources: resources.iter().map(|it| (*it).to_owned()).collect(),
        }),
    }
}

fn technique(tactic: Tactic, technique: &str, api: &str) -> Indicator {
    Indicator::TtpObserved(TtpObserved {
        tactic,
        technique: technique.to_owned(),
        procedure: String::new(),
        ip_address: "203.0.113.9".to_owned(),
        api_name: api.to_owned(),
        success_count: 2,
        failure_count: 0,
    })
}

fn agent(text: &str) -> Indicator {
    Indicator::NewUserAgent(NewUserAgent {
        user_agent: text.to_owned(),
        is_new_for_entire_account: true,
    })
}

fn report(found: Vec<Found>) -> Report {
    Report::new(&investigation(), found, Table::get().unwrap())
}

#[test]
fn the_narrative_is_in_the_order_of_time_and_names_what_is_affected() {
    let deletion = technique(Tactic::Impact, "Data Destruction (T1485)", "DeleteBucket");
    let report = report(vec![
        found(deletion, "2026-03-01T14:00:00Z", &["payroll", "audit"]),
        found(agent("curl/8"), "2026-03-01T13:00:00Z", &["audit"]),
    ]);
    let texts: Vec<&str> = report.narrative.iter().map(|it| &*it.text).collect();
    let expected = [
        "New user agent curl/8: 2 calls, never before.",
        "Impact: Data Destruction (T1485) by DeleteBucket from 203.0.113.9: 2 calls, never before.",
    ];
    assert_eq!(texts, expected);
    assert_eq!(report.affected_resources, ["audit", "payroll"]);
    assert_eq!(report.working.severity, Severity::High);
    assert_eq!(
        report.overview,
        "arn:aws:iam::111122223333:user/alice from 2026-03-01T00:00:00.000Z to 2026-03-02T00:00:00.000Z: severity HIGH. What was seen is likely to come from a compromise. 2 indicators found. Tactics observed: Impact."
    );
}

#[test]
fn each_technique_has_one_recommendation_and_the_most_harmful_is_first() {
    let time = "2026-03-01T14:00:00Z";
    let report = report(vec![
        found(agent("curl/8"), time, &[]),
        found(
            technique(Tactic::Discovery, "Cloud Service Discovery (T1526)", "a"),
            time,
            &[],
        ),
        found(
            technique(Tactic::Impact, "Data Destruction (T1485)", "b"),
            time,
            &[],
        ),
        found(
            technique(Tactic::Impact, "Data Destruction (T1485)", "c"),
            time,
            &[],
        ),
    ]);
    let because: Vec<&str> = report
        .recommendations
        .iter()
        .map(|it| &*it.because)
        .collect();
    let expected = [
        "Data Destruction (T1485)",
        "Cloud Service Discovery (T1526)",
        "New user agent",
    ];
    assert_eq!(because, expected);
    assert!(report.recommendations[0].text.contains("backups"));
}

#[test]
fn an_empty_report_says_so() {
    let report = report(Vec::new());
    assert_eq!(report.working.severity, Severity::Informational);
    assert!(report.overview.contains("0 indicators found. No technique"));
    let page = report.markdown(&investigation());
    assert!(page.contains("0 is INFORMATIONAL"), "{page}");
    assert!(!page.contains("What happened"), "{page}");
}

#[test]
fn texts_from_logs_mean_nothing_in_markdown() {
    let hostile = "<script>\n# Heading\n[link](https://example.com) | `code` **";
    let page = report(vec![found(
        agent(hostile),
        "2026-03-01T13:00:00Z",
        &[hostile],
    )])
    .markdown(&investigation());
    assert!(!page.contains("<script>"), "{page}");
    assert!(!page.contains("\n# Heading"), "{page}");
    assert!(!page.contains("[link]("), "{page}");
    assert!(page.contains("\\<script\\> \\# Heading"), "{page}");
}
