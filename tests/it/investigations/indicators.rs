//! What is new, for whom, and since when.

use aws_sdk_detective::error::ProvideErrorMetadata;
use aws_sdk_detective::types::{Indicator, IndicatorType};
use gumshoe_tests::{ADMINISTRATOR, Record};
use serde_json::json;

use super::case::{Case, DAY, Network, admin, alice, carol};

const DUBLIN: Network = Network {
    first: "198.51.100.0",
    city: "Dublin",
    country: "IE",
    aso: "Example Telecom",
};
const RIGA: Network = Network {
    first: "203.0.113.0",
    city: "Riga",
    country: "LV",
    aso: "Example Hosting",
};

/// A call of alice with a known program from home, unless said otherwise.
fn call(event: u128, time: &str) -> Record {
    Record::new(ADMINISTRATOR, time, event)
}

/// The same from Riga with another program.
fn from_riga(event: u128, time: &str) -> Record {
    call(event, time)
        .with("sourceIPAddress", json!("203.0.113.9"))
        .with("userAgent", json!("curl/8.0"))
}

/// An indicator in one line.
fn line(indicator: &Indicator) -> String {
    let detail = indicator.indicator_detail().unwrap();
    let members = [
        detail.ttps_observed_detail().is_some(),
        detail.impossible_travel_detail().is_some(),
        detail.flagged_ip_address_detail().is_some(),
        detail.new_geolocation_detail().is_some(),
        detail.new_aso_detail().is_some(),
        detail.new_user_agent_detail().is_some(),
        detail.related_finding_detail().is_some(),
        detail.related_finding_group_detail().is_some(),
    ];
    assert_eq!(members.iter().filter(|it| **it).count(), 1, "{detail:?}");
    let kind = indicator.indicator_type().unwrap().as_str();
    if let Some(it) = detail.new_geolocation_detail() {
        let (location, address) = (it.location().unwrap(), it.ip_address().unwrap());
        format!(
            "{kind} {location} {address} {}",
            it.is_new_for_entire_account()
        )
    } else if let Some(it) = detail.new_aso_detail() {
        format!(
            "{kind} {} {}",
            it.aso().unwrap(),
            it.is_new_for_entire_account()
        )
    } else if let Some(it) = detail.new_user_agent_detail() {
        format!(
            "{kind} {} {}",
            it.user_agent().unwrap(),
            it.is_new_for_entire_account()
        )
    } else {
        format!("{kind} {detail:?}")
    }
}

async fn lines(case: &Case, arn: &str) -> Vec<String> {
    let id = case.investigate(arn).await;
    let found = case.indicators(&id, None, None).await;
    found.iter().map(line).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_principal_never_did_before_is_new() {
    let records = [
        call(1, "2026-02-20T12:00:00Z"),
        call(2, "2026-03-01T12:00:00Z"),
        from_riga(3, "2026-03-01T13:00:00Z"),
    ];
    let case = Case::with(&[DUBLIN, RIGA], &records).await;
    let expected = [
        "NEW_GEOLOCATION Riga, LV 203.0.113.9 true",
        "NEW_ASO Example Hosting true",
        "NEW_USER_AGENT curl/8.0 true",
    ];
    for compacted in [false, true] {
        if compacted {
            case.gumshoe.run("compact-segments").await;
        }
        assert_eq!(
            lines(&case, &alice()).await,
            expected,
            "compacted: {compacted}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_else_of_the_account_did_before_is_not_new_for_the_account() {
    let records = [
        call(1, "2026-02-20T12:00:00Z"),
        from_riga(2, "2026-02-20T12:00:00Z").with("userIdentity", carol()),
        from_riga(3, "2026-03-01T13:00:00Z"),
    ];
    let case = Case::with(&[DUBLIN, RIGA], &records).await;
    let expected = [
        "NEW_GEOLOCATION Riga, LV 203.0.113.9 false",
        "NEW_ASO Example Hosting false",
        "NEW_USER_AGENT curl/8.0 false",
    ];
    assert_eq!(lines(&case, &alice()).await, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_else_did_in_the_scope_is_new_for_both() {
    let records = [
        from_riga(1, "2026-03-01T12:00:00Z").with("userIdentity", carol()),
        from_riga(2, "2026-03-01T13:00:00Z"),
    ];
    let case = Case::with(&[DUBLIN, RIGA], &records).await;
    let expected = [
        "NEW_GEOLOCATION Riga, LV 203.0.113.9 true",
        "NEW_ASO Example Hosting true",
        "NEW_USER_AGENT curl/8.0 true",
    ];
    assert_eq!(lines(&case, &alice()).await, expected);
    assert_eq!(lines(&case, &admin()).await, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_baseline_has_forty_five_days() {
    // The scope begins on 2026-03-01: 45 days before is 2026-01-15.
    for (time, is_new) in [
        ("2026-01-14T23:59:59Z", true),
        ("2026-01-15T00:00:00Z", false),
        ("2026-02-28T23:59:59Z", false),
        ("2026-03-02T00:00:00Z", true),
    ] {
        let records = [from_riga(1, time), from_riga(2, "2026-03-01T13:00:00Z")];
        let case = Case::with(&[RIGA], &records).await;
        let found = lines(&case, &alice()).await;
        assert_eq!(found.len(), if is_new { 3 } else { 0 }, "{time}: {found:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn others_are_not_the_principal() {
    let records = [
        call(1, "2026-02-20T12:00:00Z"),
        call(2, "2026-03-01T12:00:00Z"),
        from_riga(3, "2026-03-01T12:00:00Z").with("userIdentity", carol()),
    ];
    let case = Case::with(&[DUBLIN, RIGA], &records).await;
    assert_eq!(lines(&case, &alice()).await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn indicators_come_in_pages_of_any_size_and_by_kind() {
    let records: Vec<Record> = (1..=7)
        .map(|event| {
            from_riga(event, "2026-03-01T12:00:00Z")
                .with("sourceIPAddress", json!(format!("203.0.113.{event}")))
                .with("userAgent", json!(format!("agent/{event}")))
        })
        .collect();
    let case = Case::with(&[RIGA], &records).await;
    let id = case.investigate(&alice()).await;
    let all = case.indicators(&id, None, None).await;
    assert_eq!(all.len(), 7 + 1 + 7);
    for kind in [
        None,
        Some(IndicatorType::NewGeolocation),
        Some(IndicatorType::NewAso),
        Some(IndicatorType::NewUserAgent),
        Some(IndicatorType::TtpObserved),
    ] {
        let expected: Vec<Indicator> = all
            .iter()
            .filter(|it| kind.is_none() || it.indicator_type() == kind.as_ref())
            .cloned()
            .collect();
        for size in (1..=16).chain([100]) {
            let found = case.indicators(&id, kind.as_ref(), Some(size)).await;
            assert_eq!(found, expected, "{kind:?} in pages of {size}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_have_one_to_a_hundred_indicators() {
    let case = Case::new().await;
    let id = case.investigate(&alice()).await;
    for size in [-1, 0, 101] {
        let list = case.client.list_indicators().graph_arn(&case.graph);
        let refused = list.investigation_id(&id).max_results(size).send().await;
        assert_eq!(
            refused.unwrap_err().code(),
            Some("ValidationException"),
            "{size}"
        );
    }
    let request =
        json!({ "GraphArn": case.graph, "InvestigationId": id, "IndicatorType": "NEW_MOON" });
    let body = request.to_string().into_bytes();
    let answer = case
        .account
        .post("/investigations/listIndicators", body)
        .await;
    assert_eq!(
        (answer.status, &*answer.error),
        (400, "ValidationException")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_indicator_type_is_written_as_the_api_names_it() {
    let case = Case::with(&[RIGA], &[from_riga(1, "2026-03-01T12:00:00Z")]).await;
    let id = case.investigate(&alice()).await;
    let request = json!({ "GraphArn": case.graph, "InvestigationId": id });
    let answer = case
        .account
        .ask("/investigations/listIndicators", request)
        .await;
    let expected = json!({
        "GraphArn": case.graph,
        "InvestigationId": id,
        "Indicators": [
            {
                "IndicatorType": "NEW_GEOLOCATION",
                "IndicatorDetail": { "NewGeolocationDetail": {
                    "Location": "Riga, LV", "IpAddress": "203.0.113.9", "IsNewForEntireAccount": true,
                } },
            },
            {
                "IndicatorType": "NEW_ASO",
                "IndicatorDetail": { "NewAsoDetail": { "Aso": "Example Hosting", "IsNewForEntireAccount": true } },
            },
            {
                "IndicatorType": "NEW_USER_AGENT",
                "IndicatorDetail": { "NewUserAgentDetail": { "UserAgent": "curl/8.0", "IsNewForEntireAccount": true } },
            },
        ],
    });
    assert_eq!(answer, expected, "of {}", DAY.0);
}
