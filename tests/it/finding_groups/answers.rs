//! What is answered about groups.

use gumshoe_tests::{ADMINISTRATOR, Record, gzip, log_file, log_key};
use serde_json::{Value, json};

use super::case::{Case, STRANGER, attack, ids, of_type};

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_has_the_groups_that_its_entity_is_in() {
    let mut case = Case::start().await;
    let findings = [10, 50].map(|it| attack(&format!("attack{it}"), it, "i-0a", "198.51.100.7"));
    case.group(&findings).await;
    let id = case.list(json!({})).await[0]["GroupId"].clone();
    let profile = async |instance: &str| {
        let request = json!({
            "GraphArn": case.graph, "EntityType": "Ec2Instance", "EntityId": instance, "PanelIds": ["FindingGroups"],
            "ScopeStartTime": "2026-03-01T00:00:00Z", "ScopeEndTime": "2026-03-02T00:00:00Z",
        });
        let body = request.to_string().into_bytes();
        case.administrator
            .post("/behavior/entities/profile", body)
            .await
    };
    // Nothing but findings tells of the instance.
    let answer = profile("i-0a").await;
    let rows = answer.body["Panels"][0]["Data"]["Rows"].as_array().unwrap();
    assert_eq!(rows.len(), 1, "{answer:?}");
    assert_eq!(rows[0]["Cells"]["FindingGroup"], id);
    assert_eq!(rows[0]["Cells"]["FindingCount"], 2);
    assert_eq!(profile("i-0b").await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_is_answered_ready_to_draw_with_the_reason_of_every_line() {
    let mut case = Case::start().await;
    let exfiltration = attack("exfiltration", 40, "i-0a", "198.51.100.9");
    case.group(&[
        attack("brute", 10, "i-0a", "198.51.100.7"),
        of_type(exfiltration, "Trojan:EC2/DNSDataExfiltration", 8),
        attack("again", 50, "i-0a", "198.51.100.7"),
    ])
    .await;
    let group = case.get(&case.list(json!({})).await[0]["GroupId"]).await;

    assert_eq!(ids(&group, "Findings"), ["brute", "exfiltration", "again"]);
    assert_eq!(ids(&group, "Timeline"), ["brute", "exfiltration", "again"]);
    assert_eq!(group["Timeline"][1]["Tactics"], json!(["Exfiltration"]));
    let mut instance = group["Entities"][1].clone();
    let why = instance.as_object_mut().unwrap().remove("Explanation");
    let sentence = "The instance i-0a (findings began on 1 day) is involved.";
    assert_eq!(why.unwrap()["Sentence"], sentence);
    let expected = json!({
        "EntityType": "Ec2Instance", "EntityId": "i-0a", "Category": "Compute", "FindingCount": 3, "Strength": 1.0,
    });
    assert_eq!(instance, expected);
    let nodes = group["Nodes"].as_array().unwrap();
    let kinds = |kind: &str| nodes.iter().filter(|it| it["NodeType"] == kind).count();
    assert_eq!((kinds("FINDING"), kinds("ENTITY")), (3, 4));
    let drawn: Vec<&Value> = nodes.iter().map(|it| &it["NodeId"]).collect();
    let edges = group["Edges"].as_array().unwrap();
    let links = group["Links"].as_array().unwrap();
    assert_eq!((edges.len(), links.len()), (9, 2));
    for line in edges.iter().chain(links) {
        assert!(
            drawn.contains(&&line["From"]) && drawn.contains(&&line["To"]),
            "{line}"
        );
        let why = &line["Explanation"];
        assert!(
            why["Observed"].is_number() && why["Expected"].is_number(),
            "{why}"
        );
        assert!(why["Window"]["StartTime"].is_string(), "{why}");
    }
    let sentences = links
        .iter()
        .map(|it| it["Explanation"]["Sentence"].as_str().unwrap());
    for sentence in sentences {
        assert!(sentence.contains("the instance i-0a"), "{sentence}");
    }
    let summary = group["Summary"].as_str().unwrap();
    assert!(
        summary.starts_with(
            "From 2026-03-01 12:10 to 2026-03-01 12:50 UTC, 3 findings in account 111122223333."
        ),
        "{summary}"
    );
    assert!(summary.contains("\"exfiltration happened\""), "{summary}");
}

#[tokio::test(flavor = "multi_thread")]
async fn users_of_whom_findings_have_the_ids_are_told_by_their_names() {
    let mut case = Case::start().await;
    let call = Record::new(ADMINISTRATOR, "2026-03-01T12:00:00Z", 1);
    let log = gzip(&log_file(&[call]));
    case.gumshoe.upload(&log_key(ADMINISTRATOR, "a"), log).await;
    let of_user = |id: &str, minute: u32, user: &str| {
        let mut finding = attack(id, minute, "i-0a", "198.51.100.7");
        finding["type"] = json!("UnauthorizedAccess:IAMUser/MaliciousIPCaller");
        finding["resource"] = json!({ "resourceType": "AccessKey", "accessKeyDetails": {
            "principalId": user, "userName": "of the finding", "userType": "IAMUser", "accessKeyId": "AKIAEXAMPLE",
        } });
        finding
    };
    case.group(&[
        of_user("first", 10, "AIDAEXAMPLEALICE"),
        of_user("second", 20, "AIDAEXAMPLEALICE"),
        of_user("third", 30, "AIDAEXAMPLENOBODY"),
    ])
    .await;
    let group = case.get(&case.list(json!({})).await[0]["GroupId"]).await;

    let user = |id: &str| {
        let entities = group["Entities"].as_array().unwrap();
        entities.iter().find(|it| it["EntityId"] == id).unwrap()
    };
    let alice = user("AIDAEXAMPLEALICE");
    assert_eq!(alice["Name"], "alice");
    let why = alice["Explanation"]["Sentence"].as_str().unwrap();
    assert!(why.starts_with("The user alice ("), "{why}");
    let nodes = group["Nodes"].as_array().unwrap();
    assert!(nodes.iter().any(|it| it["Label"] == "alice"), "{nodes:?}");
    let summary = group["Summary"].as_str().unwrap();
    assert!(summary.contains("the user alice (in 2)"), "{summary}");
    // No log has come of this one.
    let nobody = user("AIDAEXAMPLENOBODY");
    assert!(nobody["Name"].is_null());
    assert!(summary.contains("the user AIDAEXAMPLENOBODY"), "{summary}");
}

#[tokio::test(flavor = "multi_thread")]
async fn groups_are_filtered_sorted_and_paged() {
    let mut case = Case::start().await;
    let high = |id: &str, minute| {
        of_type(
            attack(id, minute, "i-0b", "198.51.100.8"),
            "Impact:EC2/PortSweep",
            8,
        )
    };
    case.group(&[
        attack("a1", 1, "i-0a", "198.51.100.7"),
        attack("a2", 30, "i-0a", "198.51.100.7"),
        attack("a3", 40, "i-0a", "198.51.100.9"),
        high("b1", 3),
        high("b2", 4),
    ])
    .await;
    let by_id = |id: &str, all: &[Value]| {
        all.iter()
            .position(|it| it["Title"].as_str().unwrap().contains(id))
    };
    for (filter, first) in [
        (json!({}), "TTP"),
        (json!({ "MaxResults": 1 }), "TTP"),
        (json!({ "SortOrder": "ASC" }), "Effect"),
        (json!({ "SortBy": "Severity" }), "Effect"),
        (json!({ "SortBy": "FindingCount" }), "TTP"),
        (json!({ "SortBy": "EntityCount" }), "TTP"),
        (json!({ "SortBy": "FirstSeen", "SortOrder": "ASC" }), "TTP"),
    ] {
        let found = case.list(filter.clone()).await;
        assert_eq!(
            (found.len(), by_id(first, &found)),
            (2, Some(0)),
            "{filter}"
        );
    }
    for (filter, count) in [
        (json!({ "Severities": ["HIGH"] }), 1),
        (json!({ "Severities": ["LOW"] }), 0),
        (json!({ "Statuses": ["INACTIVE"] }), 0),
        (json!({ "Statuses": [] }), 2),
        (json!({ "AccountIds": [STRANGER] }), 0),
        (
            json!({ "EntityType": "Ec2Instance", "EntityId": "i-0b" }),
            1,
        ),
        (
            json!({ "EntityType": "Ec2Instance", "EntityId": "i-0c" }),
            0,
        ),
        (json!({ "ScopeStartTime": "2026-03-01T13:00:00Z" }), 0),
        (json!({ "ScopeEndTime": "2026-03-01T12:00:00Z" }), 0),
    ] {
        assert_eq!(case.list(filter.clone()).await.len(), count, "{filter}");
    }
    for (path, wrong, member) in [
        ("list", json!({ "Severities": ["BAD"] }), "Severities"),
        ("list", json!({ "EntityId": "i-0a" }), "EntityType"),
        ("list", json!({ "SortBy": "Title" }), "SortBy"),
        ("get", json!({ "GroupId": "7" }), "GroupId"),
    ] {
        let mut request = wrong;
        request["GraphArn"] = json!(case.graph);
        let path = format!("/behavior/findingGroups/{path}");
        let answer = case
            .administrator
            .post(&path, request.to_string().into())
            .await;
        assert_eq!(
            (answer.status, answer.error.as_str()),
            (400, "ValidationException")
        );
        let message = answer.body["Message"].as_str().unwrap();
        assert!(message.contains(member), "{message}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_that_is_not_there_is_not_found() {
    let case = Case::start().await;
    let request =
        json!({ "GraphArn": case.graph, "GroupId": "ca6104bc-a315-4b15-bf88-1c1e60998f83" });
    let path = "/behavior/findingGroups/get";
    let answer = case
        .administrator
        .post(path, request.to_string().into())
        .await;
    assert_eq!(
        (answer.status, answer.error.as_str()),
        (404, "ResourceNotFoundException")
    );
}
