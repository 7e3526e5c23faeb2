//! The report: what was found, why, in the order of time, and what to do; and what brings it about.

use gumshoe_tests::{ADMINISTRATOR, Gumshoe, Record, gzip};
use serde_json::{Value, json};

use super::case::{Case, DAY, alice};

/// A call of alice from home, with a known program.
fn call(event: u128, time: &str, service: &str, api: &str) -> Record {
    Record::new(ADMINISTRATOR, time, event)
        .with("eventSource", json!(format!("{service}.amazonaws.com")))
        .with("eventName", json!(api))
}

/// Twenty days of work, and then an end to the trail's logging from an address of nowhere.
fn attack() -> Vec<Record> {
    let daily = (1_u32..=20).map(|day| {
        let time = format!("2026-02-{day:02}T12:00:00Z");
        call(u128::from(day), &time, "sqs", "ReceiveMessage")
    });
    let stop = call(99, "2026-03-01T13:00:00Z", "cloudtrail", "StopLogging")
        .with("sourceIPAddress", json!("203.0.113.9"))
        .with("userAgent", json!("curl/8.0"));
    daily.chain([stop]).collect()
}

async fn report(case: &Case, id: &str) -> Value {
    let request = json!({ "GraphArn": case.graph, "InvestigationId": id });
    let path = "/behavior/investigations/report";
    case.account.ask(path, request).await
}

fn titles(report: &Value) -> Vec<&str> {
    let indicators = report["Indicators"].as_array().unwrap().iter();
    indicators.map(|it| it["Title"].as_str().unwrap()).collect()
}

const TTP: &str = "Defense Evasion: Impair Defenses: Disable or Modify Cloud Logs (T1562.008) by StopLogging from 203.0.113.9";

#[tokio::test(flavor = "multi_thread")]
async fn a_report_tells_what_was_found_why_and_what_to_do() {
    let case = Case::with(&[], &attack()).await;
    let id = case.investigate(&alice()).await;
    let report = report(&case, &id).await;

    assert_eq!(titles(&report), [TTP, "New user agent curl/8.0"]);
    assert_eq!(report["Severity"], "MEDIUM");
    let working = json!({
        "Likelihood": 2, "LikelihoodReason": "something is new for the entire account", "LikelihoodIndicators": [1],
        "Impact": 3, "ImpactIndicators": [0],
        "ImpactReason": "a technique of Persistence, Privilege Escalation, Defense Evasion, Credential Access or Lateral Movement",
    });
    assert_eq!(report["SeverityWorking"], working);
    let evidence = json!({
        "Explanation": {
            "Observed": 1.0, "Expected": 0.0,
            "Window": { "StartTime": "2026-01-15T00:00:00.000Z", "EndTime": "2026-03-01T00:00:00.000Z" },
            "Sentence": "1 call of StopLogging (cloudtrail): in the 45 days before, the principal was active on 20 days and never made it; nobody else of the account is known. 1 call of them from 203.0.113.9.",
        },
        "FirstSeen": "2026-03-01T13:00:00.000Z", "LastSeen": "2026-03-01T13:00:00.000Z", "Resources": [],
    });
    assert_eq!(report["Indicators"][0]["Evidence"], evidence);
    assert_eq!(report["Narrative"].as_array().unwrap().len(), 2);
    let because = &report["Recommendations"][0]["Because"];
    assert_eq!(
        because,
        "Impair Defenses: Disable or Modify Cloud Logs (T1562.008)"
    );
    let page = report["Markdown"].as_str().unwrap();
    assert!(
        page.starts_with(&format!("# Investigation {id}\n")),
        "{page}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_indicator_of_a_report_is_explained() {
    let case = Case::with(&[], &attack()).await;
    let id = case.investigate(&alice()).await;
    for indicator in report(&case, &id).await["Indicators"].as_array().unwrap() {
        let why = &indicator["Evidence"]["Explanation"];
        for number in ["Observed", "Expected"] {
            assert!(why[number].is_number(), "{indicator}");
        }
        assert!(why["Window"]["StartTime"].is_string(), "{indicator}");
        assert!(
            why["Sentence"].as_str().unwrap().ends_with('.'),
            "{indicator}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn there_is_no_report_of_an_investigation_that_runs_or_is_not_there() {
    let case = Case::new().await;
    let id = case.investigate(&alice()).await;
    case.unfinish(&id, DAY.0).await;
    for id in [&*id, &"1".repeat(21)] {
        let body = json!({ "GraphArn": case.graph, "InvestigationId": id }).to_string();
        let path = "/behavior/investigations/report";
        let answer = case.account.post(path, body.into_bytes()).await;
        let expected = (404, "ResourceNotFoundException");
        assert_eq!((answer.status, &*answer.error), expected, "{id}");
    }
}

/// Puts a threat list where a deployment looks for them.
async fn put_list(gumshoe: &Gumshoe, name: &str, text: &str) {
    let s3 = &gumshoe.stack().clients().s3;
    let put = s3.put_object().bucket(gumshoe::endpoints::SEGMENT_BUCKET);
    let put = put.key(format!("threat-lists/{name}"));
    put.body(text.as_bytes().to_vec().into())
        .send()
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_flagged_as_soon_as_a_list_has_it_and_no_longer() {
    let case = Case::with(&[], &attack()).await;
    let flagged = async || {
        let id = case.investigate(&alice()).await;
        let report = report(&case, &id).await;
        let is_flagged = titles(&report).contains(&"Flagged address 203.0.113.9");
        (is_flagged, report["Severity"].as_str().unwrap().to_owned())
    };
    assert_eq!(flagged().await, (false, "MEDIUM".to_owned()));
    put_list(&case.gumshoe, "broken.xml", "<stix><cut").await;
    put_list(&case.gumshoe, "ours.txt", "203.0.113.0/24\n").await;
    assert_eq!(flagged().await, (true, "CRITICAL".to_owned()));
    put_list(&case.gumshoe, "ours.txt", "198.51.100.1\n").await;
    assert_eq!(flagged().await, (false, "MEDIUM".to_owned()));
}

/// A finding of GuardDuty about alice.
pub(super) fn finding(severity: u32, at: &str) -> Value {
    json!({
        "schemaVersion": "2.0", "accountId": ADMINISTRATOR, "region": "us-east-1", "partition": "aws",
        "id": "16afba5c5c43e07c9e3e5e2e544e95df",
        "arn": format!("arn:aws:guardduty:us-east-1:{ADMINISTRATOR}:detector/3caf/finding/16afba5c5c43e07c9e3e5e2e544e95df"),
        "type": "Stealth:IAMUser/CloudTrailLoggingDisabled", "severity": severity,
        "title": "A trail was switched off.", "description": "By alice.",
        "resource": { "resourceType": "AccessKey", "accessKeyDetails": {
            "accessKeyId": "AKIAIOSFODNN7EXAMPLE", "principalId": "AIDAEXAMPLEALICE", "userType": "IAMUser", "userName": "alice",
        } },
        "service": { "resourceRole": "TARGET", "count": 1, "archived": false, "eventFirstSeen": at, "eventLastSeen": at,
            "action": { "actionType": "AWS_API_CALL", "awsApiCallAction": {
                "api": "StopLogging", "serviceName": "cloudtrail.amazonaws.com", "callerType": "Remote IP",
                "remoteIpDetails": { "ipAddressV4": "203.0.113.9" } } } },
        "createdAt": at, "updatedAt": at,
    })
}

pub(super) async fn export(gumshoe: &Gumshoe, findings: &[Value]) {
    let key = format!("AWSLogs/{ADMINISTRATOR}/GuardDuty/us-east-1/2026/03/01/a.jsonl.gz");
    let lines: Vec<String> = findings.iter().map(Value::to_string).collect();
    let lines = gzip(lines.join("\n").as_bytes());
    gumshoe.upload(&key, lines).await;
    gumshoe.settled().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_finding_of_high_severity_about_the_principal_makes_a_technique_critical() {
    let case = Case::with(&[], &attack()).await;
    export(&case.gumshoe, &[finding(8, "2026-03-01T13:05:00.000Z")]).await;
    let id = case.investigate(&alice()).await;
    let report = report(&case, &id).await;
    let related = "Related finding Stealth:IAMUser/CloudTrailLoggingDisabled";
    assert!(titles(&report).contains(&related), "{report}");
    assert_eq!(report["Severity"], "CRITICAL");
}
