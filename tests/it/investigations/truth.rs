//! The documented intrusion in generated logs: who, from where, with what.

use std::collections::BTreeSet;

use aws_sdk_detective::types::{Indicator, IndicatorType};
use gumshoe::synthetic::{Scenario, Truth};

use super::case::{Case, Network, moment};

const BUCHAREST: Network = Network {
    first: "146.70.60.0",
    city: "Bucharest",
    country: "RO",
    aso: "Example Hosting",
};
const SINGAPORE: Network = Network {
    first: "128.199.70.0",
    city: "Singapore",
    country: "SG",
    aso: "Example Cloud",
};

fn scenario() -> Scenario {
    Scenario {
        seed: 7,
        start: "2026-02-26T00:00:00Z".parse().unwrap(),
        days: 3,
        accounts: 1,
        size: Some(3_000_000),
    }
}

/// The user, or the role of the session, whose ARN is `arn`.
fn investigated(arn: &str) -> String {
    match arn.replace(":sts:", ":iam:").split_once(":assumed-role/") {
        Some((account, session)) => {
            let (role, _) = session.split_once('/').unwrap();
            format!("{account}:role/{role}")
        }
        None => arn.to_owned(),
    }
}

/// The addresses from which the intruder acted as the principal with this ARN.
fn addresses_of(truth: &Truth, arn: &str) -> BTreeSet<String> {
    let calls = truth.steps.iter().flat_map(|step| &step.calls);
    calls
        .filter(|call| call.caller == arn)
        .map(|call| call.address.to_owned())
        .collect()
}

async fn investigate(case: &Case, scenario: &Scenario, arn: &str) -> Vec<Indicator> {
    let end = scenario.end();
    let start = case.client.start_investigation().graph_arn(&case.graph);
    let started = start
        .entity_arn(arn)
        .scope_start_time(moment(&end.plus_seconds(-24 * 3_600).to_string()))
        .scope_end_time(moment(&end.to_string()));
    let id = started.send().await.unwrap().investigation_id.unwrap();
    case.end_of(&id).await;
    case.indicators(&id, None, None).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_intruder_of_the_generated_logs_is_found_and_nobody_else() {
    let (scenario, case) = (scenario(), Case::located(&[BUCHAREST, SINGAPORE]).await);
    let truth = scenario.truth();
    for object in scenario.objects() {
        let object = object.unwrap();
        case.gumshoe.upload(&object.key, object.bytes).await;
    }
    case.gumshoe.settled().await;
    let mut intruders = BTreeSet::new();
    for principal in &truth.principals {
        let arn = investigated(&principal.arn);
        let found = investigate(&case, &scenario, &arn).await;
        intruders.insert(arn);

        let places = found
            .iter()
            .filter_map(|it| it.indicator_detail()?.new_geolocation_detail());
        let places: BTreeSet<(String, String, bool)> = places
            .map(|it| {
                (
                    it.location().unwrap().to_owned(),
                    it.ip_address().unwrap().to_owned(),
                    it.is_new_for_entire_account(),
                )
            })
            .collect();
        let expected: BTreeSet<(String, String, bool)> = truth
            .addresses
            .iter()
            .filter(|it| addresses_of(&truth, &principal.arn).contains(it.address))
            .map(|it| {
                (
                    format!("{}, {}", it.city, it.country),
                    it.address.to_owned(),
                    true,
                )
            })
            .collect();
        assert_eq!(places, expected, "{}", principal.part);
        assert_ne!(expected.len(), 0, "{}", principal.part);
        let agents = found
            .iter()
            .filter_map(|it| it.indicator_detail()?.new_user_agent_detail());
        let new: Vec<&str> = agents
            .filter(|it| it.is_new_for_entire_account())
            .filter_map(|it| it.user_agent())
            .collect();
        assert!(
            truth
                .user_agents
                .iter()
                .any(|it| new.contains(&it.as_str())),
            "{}: {new:?}",
            principal.part
        );
        let asos = found
            .iter()
            .filter(|it| it.indicator_type() == Some(&IndicatorType::NewAso));
        assert_eq!(asos.count(), expected.len(), "{}", principal.part);
    }
    assert_eq!(intruders.len(), 3);
    for arn in everybody(&case).await.difference(&intruders) {
        let found = investigate(&case, &scenario, arn).await;
        let places = found
            .iter()
            .filter(|it| it.indicator_type() == Some(&IndicatorType::NewGeolocation));
        assert_eq!(places.count(), 0, "{arn}");
    }
}

/// The ARNs of every user of the graph.
async fn everybody(case: &Case) -> BTreeSet<String> {
    let request = serde_json::json!({
        "GraphArn": case.graph, "EntityType": "AwsUser", "Query": "*", "MaxResults": 200,
    });
    let answer = case.account.ask("/behavior/entities/search", request).await;
    let entities = answer["Entities"].as_array().unwrap().iter();
    entities
        .filter_map(|it| it["Arn"].as_str())
        .filter(|arn| arn.contains(":user/"))
        .map(str::to_owned)
        .collect()
}
