//! Finding entities, before and after compaction.

use gumshoe_tests::{ADMINISTRATOR, Account, Gumshoe, Record, gzip, log_file, log_key};
use serde_json::{Value, json};

async fn found(account: &Account, graph: &str, query: &str) -> Vec<(String, String)> {
    let answer = account
        .ask(
            "/behavior/entities/search",
            json!({ "GraphArn": graph, "Query": query }),
        )
        .await;
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    let entities = answer["Entities"].as_array().expect("entities").iter();
    entities
        .map(|entity| (text(&entity["EntityType"]), text(&entity["EntityId"])))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_entity_of_a_record_is_found_before_and_after_compaction() {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    let role = Record::new(ADMINISTRATOR, "2026-03-01T12:00:00Z", 1)
        .with("requestParameters", json!({ "bucketName": "payroll" }))
        .with(
            "userIdentity",
            json!({
                "type": "AssumedRole", "principalId": "AROAEXAMPLEADMIN:carol", "accountId": ADMINISTRATOR,
                "arn": format!("arn:aws:sts::{ADMINISTRATOR}:assumed-role/Admin/carol"),
                "sessionContext": { "sessionIssuer": {
                    "type": "Role", "principalId": "AROAEXAMPLEADMIN", "userName": "Admin",
                    "arn": format!("arn:aws:iam::{ADMINISTRATOR}:role/Admin"),
                } },
            }),
        );
    let user = Record::new(ADMINISTRATOR, "2026-03-01T13:00:00Z", 2);
    gumshoe
        .upload(
            &log_key(ADMINISTRATOR, "a"),
            gzip(&log_file([&role, &user])),
        )
        .await;
    gumshoe.settled().await;
    let expected = [
        ("adm*", vec![("AwsRole", "AROAEXAMPLEADMIN")]),
        ("ALICE", vec![("AwsUser", "AIDAEXAMPLEALICE")]),
        ("carol", vec![("AwsRoleSession", "AROAEXAMPLEADMIN:carol")]),
        ("198.51.100.0/24", vec![("IpAddress", "198.51.100.7")]),
        ("arn:aws:s3:::payroll", vec![("S3Bucket", "payroll")]),
        ("aws-cli/?.15.*", vec![("UserAgent", "aws-cli/2.15.0")]),
        (ADMINISTRATOR, vec![("AwsAccount", ADMINISTRATOR)]),
        ("nobody", vec![]),
    ];
    for compacted in [false, true] {
        if compacted {
            gumshoe.run("compact-segments").await;
        }
        for (query, entities) in &expected {
            let entities: Vec<_> = entities
                .iter()
                .map(|(kind, id)| ((*kind).to_owned(), (*id).to_owned()))
                .collect();
            assert_eq!(
                found(&administrator, &graph, query).await,
                entities,
                "{query}, compacted: {compacted}"
            );
        }
        let request =
            json!({ "GraphArn": graph, "EntityType": "AwsRole", "EntityId": "AROAEXAMPLEADMIN" });
        let known = administrator.ask("/behavior/entities/get", request).await;
        assert_eq!(
            known["Entity"],
            json!({
                "EntityType": "AwsRole", "EntityId": "AROAEXAMPLEADMIN", "Name": "Admin", "AccountId": ADMINISTRATOR,
                "Arn": format!("arn:aws:iam::{ADMINISTRATOR}:role/Admin"),
                "FirstSeen": "2026-03-01T12:00:00.000Z", "LastSeen": "2026-03-01T12:00:00.000Z",
            }),
            "compacted: {compacted}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entity_that_the_graph_does_not_know_is_not_found() {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    let request =
        json!({ "GraphArn": graph, "EntityType": "IpAddress", "EntityId": "203.0.113.9" });
    let answer = administrator
        .post("/behavior/entities/get", request.to_string().into_bytes())
        .await;
    assert_eq!(
        (answer.status, answer.error.as_str()),
        (404, "ResourceNotFoundException")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entity_that_only_a_finding_names_is_found_by_its_id() {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    let finding = json!({
        "schemaVersion": "2.0", "accountId": ADMINISTRATOR, "region": "us-east-1", "id": "16afba5c5c43e07c9e3e5e2e544e95df",
        "type": "UnauthorizedAccess:EC2/SSHBruteForce", "severity": 8, "title": "An attack.",
        "resource": { "resourceType": "Instance", "instanceDetails": { "instanceId": "i-0a" } },
        "service": { "eventFirstSeen": "2026-03-01T11:55:00Z", "eventLastSeen": "2026-03-01T12:30:00Z" },
        "createdAt": "2026-03-01T12:00:00Z", "updatedAt": "2026-03-01T12:30:00Z",
    });
    let key = format!("AWSLogs/{ADMINISTRATOR}/GuardDuty/us-east-1/2026/03/01/a.jsonl.gz");
    gumshoe
        .upload(&key, gzip(finding.to_string().as_bytes()))
        .await;
    gumshoe.settled().await;
    let expected = json!({
        "EntityType": "Ec2Instance", "EntityId": "i-0a",
        "FirstSeen": "2026-03-01T11:55:00.000Z", "LastSeen": "2026-03-01T12:30:00.000Z",
    });
    let search = async |query: &str| {
        let request = json!({ "GraphArn": graph, "Query": query });
        let answer = administrator
            .ask("/behavior/entities/search", request)
            .await;
        answer["Entities"].clone()
    };
    assert_eq!(search("i-0a").await, json!([expected]));
    assert_eq!(search("i-0b").await, json!([]));
    let request = json!({ "GraphArn": graph, "EntityType": "Ec2Instance", "EntityId": "i-0a" });
    let answer = administrator.ask("/behavior/entities/get", request).await;
    assert_eq!(answer["Entity"], expected);
}
