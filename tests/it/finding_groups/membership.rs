//! Which findings are in one group.

use gumshoe_tests::{ADMINISTRATOR, Record, gzip, log_file, log_key};
use serde_json::{Value, json};

use super::case::{Case, attack, of_type};

#[tokio::test(flavor = "multi_thread")]
async fn findings_about_one_instance_become_one_group_and_others_none() {
    let mut case = Case::start().await;
    let exfiltration = attack("exfiltration", 40, "i-0a", "198.51.100.9");
    let changed = case
        .group(&[
            attack("brute", 10, "i-0a", "198.51.100.7"),
            of_type(exfiltration, "Trojan:EC2/DNSDataExfiltration", 8),
            attack("elsewhere", 20, "i-0b", "198.51.100.8"),
        ])
        .await;
    assert_eq!(changed, 1);

    let listed = case.list(json!({})).await;
    assert_eq!(listed.len(), 1, "{listed:?}");
    let id = &listed[0]["GroupId"];
    let by_severity =
        json!({ "INFORMATIONAL": 0, "LOW": 0, "MEDIUM": 1, "HIGH": 1, "CRITICAL": 0 });
    let by_category = json!({ "Identity": 1, "Network": 2, "Storage": 0, "Compute": 1 });
    let expected = json!({
        "GroupId": id, "Title": "Group with: TTP (1) and Effect (1)", "Severity": "HIGH", "Status": "ACTIVE",
        "Tactics": ["Credential Access", "Exfiltration"], "AccountIds": [ADMINISTRATOR],
        "FirstSeen": "2026-03-01T12:10:00.000Z", "LastSeen": "2026-03-01T12:40:00.000Z",
        "CreatedTime": listed[0]["CreatedTime"], "UpdatedTime": "2026-03-01T12:40:00.000Z",
        "FindingCount": 2, "FindingsBySeverity": by_severity, "EvidenceCount": 0,
        "EntityCount": 4, "EntitiesByCategory": by_category, "Parents": [],
    });
    assert_eq!(listed[0], expected);
    for (finding, group) in [
        ("brute", id),
        ("exfiltration", id),
        ("elsewhere", &Value::Null),
    ] {
        assert_eq!(&case.group_of(finding).await, group, "{finding}");
    }
    let request = json!({
        "GraphArn": case.graph, "ScopeStartTime": "2026-03-01T00:00:00Z", "ScopeEndTime": "2026-03-02T00:00:00Z",
    });
    let findings = case
        .administrator
        .ask("/behavior/findings/list", request)
        .await;
    let findings = findings["Findings"].as_array().unwrap();
    let grouped = findings.iter().filter(|it| it["FindingGroupId"] == *id);
    assert_eq!(grouped.count(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_behind_which_everybody_works_joins_nothing() {
    let nat = "203.0.113.1";
    let caller = |finding: Value, user: &str| {
        let mut finding = of_type(finding, "Discovery:IAMUser/AnomalousBehavior", 5);
        let key = json!({ "accessKeyId": "AKIAIOSFODNN7EXAMPLE", "principalId": user, "userName": user, "userType": "IAMUser" });
        finding["resource"] = json!({ "resourceType": "AccessKey", "accessKeyDetails": key });
        let remote = json!({ "ipAddressV4": nat });
        let action = json!({ "actionType": "AWS_API_CALL", "awsApiCallAction": { "api": "ListBuckets", "serviceName": "s3.amazonaws.com", "remoteIpDetails": remote } });
        finding["service"]["action"] = action;
        finding
    };
    let findings = [
        caller(attack("one", 10, "", nat), "AIDAEXAMPLE0000000001"),
        caller(attack("other", 11, "", nat), "AIDAEXAMPLE0000000002"),
    ];
    let mut rare = Case::start().await;
    assert_eq!(
        rare.group(&findings).await,
        1,
        "nothing is known of the address"
    );

    let mut common = Case::start().await;
    let records: Vec<Record> = (0..40)
        .map(|at| {
            let user = format!("AIDAEMPLOYEE{at:09}");
            let identity = json!({ "type": "IAMUser", "principalId": user, "accountId": ADMINISTRATOR,
                "arn": format!("arn:aws:iam::{ADMINISTRATOR}:user/{user}"), "userName": user });
            Record::new(ADMINISTRATOR, "2026-02-20T12:00:00Z", at)
                .with("userIdentity", identity)
                .with("sourceIPAddress", json!(nat))
        })
        .collect();
    let key = log_key(ADMINISTRATOR, "everyday");
    common.gumshoe.upload(&key, gzip(&log_file(&records))).await;
    common.gumshoe.settled().await;

    assert_eq!(common.group(&findings).await, 0);
    assert_eq!(common.list(json!({})).await, [Value::Null; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn archived_findings_make_no_group_and_stay_in_theirs() {
    let mut case = Case::start().await;
    let all = [
        attack("a", 10, "i-0a", "198.51.100.7"),
        attack("b", 20, "i-0a", "198.51.100.7"),
    ];
    case.find(&all).await;
    let set = async |finding: &str, state: &str| {
        let request = json!({ "GraphArn": case.graph, "FindingId": finding, "State": state });
        case.administrator
            .ask("/behavior/findings/update", request)
            .await;
    };
    set("a", "ARCHIVED").await;
    assert_eq!(
        case.gumshoe.run("update-finding-groups").await["changed"],
        0
    );
    set("a", "ACTIVE").await;
    let mut case = case;
    assert_eq!(
        case.group(&[attack("c", 30, "i-0b", "198.51.100.10")])
            .await,
        1
    );
    let request = json!({ "GraphArn": case.graph, "FindingId": "b", "State": "ARCHIVED" });
    case.administrator
        .ask("/behavior/findings/update", request)
        .await;
    case.group(&[attack("d", 40, "i-0a", "198.51.100.9")]).await;
    let group = &case.list(json!({})).await[0];
    assert_eq!(group["FindingCount"], 3, "{group}");
}
