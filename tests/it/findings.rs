//! Findings: from the log bucket and from events to the answers about them.

use gumshoe_tests::{ADMINISTRATOR, Account, Gumshoe, eventually, gzip};
use rand::SeedableRng as _;
use rand::seq::SliceRandom as _;
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

const ID: &str = "16afba5c5c43e07c9e3e5e2e544e95df";
const STRANGER: &str = "999988887777";
const GUARDDUTY: (&str, &str) = ("aws.guardduty", "GuardDuty Finding");
const SECURITY_HUB: (&str, &str) = ("aws.securityhub", "Security Hub Findings - Imported");

/// An attack from 198.51.100.`from` on an instance, as it is known at `minute`.
fn guardduty(id: &str, minute: u32, from: u32) -> Value {
    let at = format!("2026-03-01T12:{minute:02}:00.000Z");
    json!({
        "schemaVersion": "2.0", "accountId": ADMINISTRATOR, "region": "us-east-1", "partition": "aws", "id": id,
        "arn": format!("arn:aws:guardduty:us-east-1:{ADMINISTRATOR}:detector/3caf/finding/{id}"),
        "type": "UnauthorizedAccess:EC2/SSHBruteForce", "severity": 8, "title": "An attack.", "description": "By SSH.",
        "resource": {"resourceType": "Instance", "instanceDetails": {"instanceId": "i-0a"}},
        "service": {"resourceRole": "TARGET", "count": minute, "archived": false,
            "eventFirstSeen": "2026-03-01T11:55:00Z", "eventLastSeen": at,
            "action": {"networkConnectionAction": {"remoteIpDetails": {"ipAddressV4": format!("198.51.100.{from}")}}}},
        "createdAt": "2026-03-01T12:00:00.000Z", "updatedAt": at,
    })
}

/// A vulnerability of the instance.
fn asff(id: &str) -> Value {
    json!({
        "SchemaVersion": "2018-10-08", "Id": id, "AwsAccountId": ADMINISTRATOR, "Region": "us-east-1",
        "ProductArn": "arn:aws:securityhub:us-east-1::product/aws/inspector", "ProductName": "Inspector",
        "Types": ["Software and Configuration Checks/Vulnerabilities/CVE"], "Title": "CVE", "Description": "A hole.",
        "CreatedAt": "2026-03-01T12:10:00.000Z", "UpdatedAt": "2026-03-01T12:40:00.000Z",
        "Severity": {"Label": "MEDIUM", "Normalized": 40}, "RecordState": "ACTIVE", "Workflow": {"Status": "NEW"},
        "Resources": [{"Type": "AwsEc2Instance", "Id": format!("arn:aws:ec2:us-east-1:{ADMINISTRATOR}:instance/i-0a")}],
    })
}

fn archived(mut finding: Value) -> Value {
    finding["service"]["archived"] = json!(true);
    finding
}

fn export_key(name: &str) -> String {
    format!("AWSLogs/{ADMINISTRATOR}/GuardDuty/us-east-1/2026/03/01/{name}.jsonl.gz")
}

async fn export(gumshoe: &Gumshoe, name: &str, findings: &[Value]) {
    let lines: Vec<String> = findings.iter().map(Value::to_string).collect();
    gumshoe
        .upload(&export_key(name), gzip(lines.join("\n").as_bytes()))
        .await;
    gumshoe.settled().await;
}

async fn list(account: &Account, graph: &str, more: Value) -> Vec<Value> {
    let mut request = json!({
        "GraphArn": graph, "ScopeStartTime": "2026-03-01T00:00:00Z", "ScopeEndTime": "2026-03-02T00:00:00Z",
    });
    for (name, value) in more.as_object().unwrap() {
        request[name] = value.clone();
    }
    let mut found = Vec::new();
    loop {
        let answer = account
            .ask("/behavior/findings/list", request.clone())
            .await;
        found.extend(answer["Findings"].as_array().unwrap().iter().cloned());
        if answer["NextToken"].is_null() {
            return found;
        }
        request["NextToken"] = answer["NextToken"].clone();
    }
}

async fn ids(account: &Account, graph: &str, more: Value) -> Vec<String> {
    let found = list(account, graph, more).await;
    let id = |it: &Value| it["FindingId"].as_str().unwrap().to_owned();
    found.iter().map(id).collect()
}

async fn get(account: &Account, graph: &str, id: &str) -> Value {
    let request = json!({ "GraphArn": graph, "FindingId": id });
    account.ask("/behavior/findings/get", request).await
}

async fn status(account: &Account, graph: &str, source: &str) -> Value {
    let status = account.ask("/behavior/ingest/get", json!({ "GraphArn": graph }));
    let status = status.await;
    let mut sources = status["Sources"].as_array().unwrap().iter();
    sources.find(|it| it["Source"] == source).unwrap().clone()
}

async fn started() -> (Gumshoe, Account, String) {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    (gumshoe, administrator, graph)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_exported_finding_is_answered_with_everyone_involved_and_its_own_record() {
    let (gumshoe, administrator, graph) = started().await;
    let finding = guardduty(ID, 30, 7);
    export(&gumshoe, "a", std::slice::from_ref(&finding)).await;

    let by_id = get(&administrator, &graph, ID).await;
    let by_arn = get(&administrator, &graph, finding["arn"].as_str().unwrap()).await;

    assert_eq!(by_id, by_arn);
    assert_eq!(by_id["Record"], finding);
    let entities = json!([
        { "EntityType": "AwsAccount", "EntityId": ADMINISTRATOR, "Role": "RELATED" },
        { "EntityType": "Ec2Instance", "EntityId": "i-0a", "Role": "TARGET" },
        { "EntityType": "IpAddress", "EntityId": "198.51.100.7", "Role": "ACTOR" },
    ]);
    let expected = json!({
        "FindingId": ID, "FindingArn": finding["arn"], "Provider": "GUARDDUTY", "ProductName": "GuardDuty",
        "Types": ["UnauthorizedAccess:EC2/SSHBruteForce"], "Title": "An attack.", "Description": "By SSH.",
        "Severity": "HIGH", "SeverityNumber": 8.0, "AccountId": ADMINISTRATOR, "Region": "us-east-1",
        "FirstSeen": "2026-03-01T11:55:00.000Z", "LastSeen": "2026-03-01T12:30:00.000Z",
        "CreatedTime": "2026-03-01T12:00:00.000Z", "UpdatedTime": "2026-03-01T12:30:00.000Z",
        "Count": 30, "State": "ACTIVE", "RecordState": "ACTIVE", "EntityCount": 3, "Entities": entities,
    });
    assert_eq!(by_id["Finding"], expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_the_order_of_updates_and_however_often_they_come_the_newest_stays() {
    let (gumshoe, administrator, graph) = started().await;
    let mut versions: Vec<Value> = (1..=6).map(|at| guardduty(ID, at, at)).collect();
    versions.extend_from_within(..);
    versions.shuffle(&mut ChaCha8Rng::seed_from_u64(7));
    for (at, version) in versions.iter().enumerate() {
        let lines = version.to_string();
        let key = export_key(&at.to_string());
        gumshoe.upload(&key, gzip(lines.as_bytes())).await;
        gumshoe.announce(&key);
        gumshoe.put_event(ADMINISTRATOR, GUARDDUTY, version).await;
    }
    gumshoe.settled().await;

    let found = get(&administrator, &graph, ID).await;
    assert_eq!(found["Record"], guardduty(ID, 6, 6));
    assert_eq!(found["Finding"]["Count"], 6);
    assert_eq!(ids(&administrator, &graph, json!({})).await, [ID]);
    // Entities of older versions are gone.
    for from in 1..=6 {
        let of = json!({ "EntityType": "IpAddress", "EntityId": format!("198.51.100.{from}") });
        let expected = if from == 6 { vec![ID] } else { vec![] };
        assert_eq!(ids(&administrator, &graph, of).await, expected, "{from}");
    }
    let status = status(&administrator, &graph, "GUARDDUTY").await;
    assert_eq!(status["Records"]["Ingested"], 24, "{status}");
    assert_eq!(status["Objects"]["Ingested"], 24, "{status}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_is_counted_once_and_findings_of_both_services_are_in_one_list() {
    let (gumshoe, administrator, graph) = started().await;
    let put = gumshoe
        .put_event(ADMINISTRATOR, GUARDDUTY, &guardduty(ID, 30, 7))
        .await;
    assert!(put["EventId"].is_string(), "{put}");
    let mut copy = asff("copy");
    copy["ProductArn"] = json!("arn:aws:securityhub:us-east-1::product/aws/guardduty");
    let detail = json!({ "findings": [asff("cve"), copy] });
    gumshoe
        .put_event(ADMINISTRATOR, SECURITY_HUB, &detail)
        .await;
    // Nobody takes this one; it is forgotten.
    let other = ("aws.guardduty", "GuardDuty Coverage");
    assert!(gumshoe.put_event(ADMINISTRATOR, other, &json!({})).await["EventId"].is_string());

    let found = ids(&administrator, &graph, json!({})).await;

    assert_eq!(found, ["cve", ID], "the one seen last comes first");
    let hub = status(&administrator, &graph, "SECURITY_HUB").await;
    assert_eq!(hub["Records"]["Ingested"], 1, "{hub}");
    assert_eq!(
        hub["Records"]["LeftOut"],
        json!({ "GUARDDUTY_FINDING": 1 }),
        "{hub}"
    );
    assert_eq!(
        get(&administrator, &graph, "cve").await["Record"],
        asff("cve")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn findings_are_filtered_sorted_and_paged() {
    let (gumshoe, administrator, graph) = started().await;
    let mut low = guardduty("low", 40, 9);
    low["severity"] = json!(2);
    low["type"] = json!("Recon:EC2/Portscan");
    export(&gumshoe, "a", &[guardduty("high", 20, 7), low]).await;
    let detail = json!({ "findings": [asff("cve")] });
    gumshoe
        .put_event(ADMINISTRATOR, SECURITY_HUB, &detail)
        .await;
    for (filter, expected) in [
        (json!({}), vec!["low", "cve", "high"]),
        (json!({ "MaxResults": 1 }), vec!["low", "cve", "high"]),
        (json!({ "SortOrder": "ASC" }), vec!["high", "cve", "low"]),
        (json!({ "SortBy": "Severity" }), vec!["high", "cve", "low"]),
        (
            json!({ "Severities": ["LOW", "MEDIUM"] }),
            vec!["low", "cve"],
        ),
        (json!({ "Providers": ["SECURITYHUB"] }), vec!["cve"]),
        (json!({ "TypePrefix": "Recon:" }), vec!["low"]),
        (json!({ "AccountIds": [STRANGER] }), vec![]),
        (
            json!({ "EntityType": "Ec2Instance", "EntityId": "i-0a" }),
            vec!["low", "cve", "high"],
        ),
        (
            json!({ "EntityType": "IpAddress", "EntityId": "198.51.100.7" }),
            vec!["high"],
        ),
        (json!({ "State": "ARCHIVED" }), vec![]),
        (
            json!({ "ScopeEndTime": "2026-03-01T12:00:00Z" }),
            vec!["low", "high"],
        ),
        (json!({ "ScopeStartTime": "2026-03-01T13:00:00Z" }), vec![]),
    ] {
        assert_eq!(
            ids(&administrator, &graph, filter.clone()).await,
            expected,
            "{filter}"
        );
    }
    for (wrong, member) in [
        (json!({ "Severities": ["BAD"] }), "Severities"),
        (json!({ "EntityId": "i-0a" }), "EntityType"),
        (json!({ "SortBy": "Title" }), "SortBy"),
    ] {
        let mut request = wrong;
        request["GraphArn"] = json!(graph);
        let body = request.to_string().into_bytes();
        let answer = administrator.post("/behavior/findings/list", body).await;
        assert_eq!(
            (answer.status, answer.error.as_str()),
            (400, "ValidationException")
        );
        let message = answer.body["Message"].as_str().unwrap();
        assert!(message.contains(member), "{message}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_finding_that_was_never_active_is_not_shown_and_one_that_was_is_shown_as_archived() {
    let (gumshoe, administrator, graph) = started().await;
    let suppressed = archived(guardduty("suppressed", 20, 7));
    export(&gumshoe, "a", &[suppressed, guardduty("known", 20, 7)]).await;
    export(&gumshoe, "b", &[archived(guardduty("known", 30, 7))]).await;
    // The newest version may come first.
    export(&gumshoe, "c", &[archived(guardduty("late", 30, 7))]).await;
    export(&gumshoe, "d", &[guardduty("late", 20, 7)]).await;

    assert_eq!(ids(&administrator, &graph, json!({})).await, [""; 0]);
    let listed = ids(&administrator, &graph, json!({ "State": "ARCHIVED" })).await;
    assert_eq!(listed, ["late", "known"]);
    let request = json!({ "GraphArn": graph, "FindingId": "suppressed" }).to_string();
    let answer = administrator
        .post("/behavior/findings/get", request.into_bytes())
        .await;
    assert_eq!(
        (answer.status, answer.error.as_str()),
        (404, "ResourceNotFoundException")
    );
    let status = status(&administrator, &graph, "GUARDDUTY").await;
    assert_eq!(
        status["Records"]["Notices"],
        json!({ "ARCHIVED_FINDING": 3 }),
        "{status}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_finding_is_archived_here_until_that_is_taken_back_whatever_updates_come() {
    let (gumshoe, administrator, graph) = started().await;
    export(&gumshoe, "a", &[guardduty(ID, 20, 7)]).await;
    let update = async |state: &str| {
        let request = json!({ "GraphArn": graph, "FindingId": ID, "State": state });
        administrator
            .ask("/behavior/findings/update", request)
            .await
    };

    assert_eq!(update("ARCHIVED").await, json!({ "State": "ARCHIVED" }));
    let since = get(&administrator, &graph, ID).await["Finding"]["ArchivedTime"].clone();
    export(&gumshoe, "b", &[guardduty(ID, 30, 7)]).await;
    assert_eq!(update("ARCHIVED").await, json!({ "State": "ARCHIVED" }));

    let finding = get(&administrator, &graph, ID).await["Finding"].clone();
    assert_eq!(
        (&finding["ArchivedTime"], &finding["Count"]),
        (&since, &json!(30))
    );
    assert_eq!(finding["RecordState"], "ACTIVE");
    assert_eq!(ids(&administrator, &graph, json!({})).await, [""; 0]);
    assert_eq!(update("ACTIVE").await, json!({ "State": "ACTIVE" }));
    assert_eq!(ids(&administrator, &graph, json!({})).await, [ID]);
}

/// A check of a control, as it came out at `minute`.
fn checked(id: &str, status: &str, minute: u32) -> Value {
    let mut finding = asff(id);
    finding["Compliance"] = json!({ "Status": status });
    finding["UpdatedAt"] = json!(format!("2026-03-01T12:{minute:02}:00.000Z"));
    finding
}

#[tokio::test(flavor = "multi_thread")]
async fn a_control_that_passes_again_takes_its_finding_off_until_it_fails() {
    let (gumshoe, administrator, graph) = started().await;
    let upload = async |name: &str, findings: &[Value]| {
        let lines: Vec<String> = findings.iter().map(Value::to_string).collect();
        let key = format!("SecurityHub/{name}.jsonl");
        gumshoe.upload(&key, lines.join("\n").into_bytes()).await;
        gumshoe.settled().await;
    };
    let active = async || ids(&administrator, &graph, json!({})).await;
    upload("a", &[checked("control", "FAILED", 10)]).await;
    assert_eq!(active().await, ["control"]);
    // Of a control that never failed nothing is kept.
    let passed = [
        checked("control", "PASSED", 20),
        checked("other", "PASSED", 20),
    ];
    upload("b", &passed).await;
    assert_eq!(active().await, [""; 0]);
    let archived = json!({ "State": "ARCHIVED" });
    assert_eq!(ids(&administrator, &graph, archived).await, ["control"]);
    let record = get(&administrator, &graph, "control").await["Record"].clone();
    assert_eq!(record, passed[0]);
    // What is older changes nothing.
    upload("c", &[checked("control", "FAILED", 15)]).await;
    assert_eq!(active().await, [""; 0]);
    upload("d", &[checked("control", "FAILED", 30)]).await;
    assert_eq!(active().await, ["control"]);

    let status = status(&administrator, &graph, "SECURITY_HUB").await;
    let left_out = json!({ "COMPLIANCE_NOT_FAILED": 2 });
    assert_eq!(status["Records"]["LeftOut"], left_out, "{status}");
    assert_eq!(status["Records"]["Ingested"], 3, "{status}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stopped_package_leaves_findings_out_for_ever() {
    let (gumshoe, administrator, graph) = started().await;
    let run_only = async |packages: &[&str]| {
        let request = json!({ "GraphArn": graph, "DatasourcePackages": packages });
        administrator
            .ask("/graph/datasources/update", request)
            .await;
    };
    let upload = async |key: &str, id: &str| {
        gumshoe.upload(key, asff(id).to_string().into_bytes()).await;
        gumshoe.settled().await;
    };
    run_only(&["DETECTIVE_CORE"]).await;
    upload("SecurityHub/a.json", "while it was stopped").await;
    run_only(&["ASFF_SECURITYHUB_FINDING"]).await;
    // The same object again, and with it one that counts.
    upload("SecurityHub/a.json", "while it was stopped").await;
    upload("SecurityHub/b.json", "since it runs").await;

    assert_eq!(
        ids(&administrator, &graph, json!({})).await,
        ["since it runs"]
    );
    let status = status(&administrator, &graph, "SECURITY_HUB").await;
    let left_out = json!({ "PACKAGE_STOPPED": 1 });
    assert_eq!(status["Objects"]["LeftOut"], left_out, "{status}");
}

#[tokio::test(flavor = "multi_thread")]
async fn findings_go_to_the_graph_of_their_account_alone_and_are_removed_with_it() {
    let (gumshoe, administrator, graph) = started().await;
    let stranger = gumshoe.account(STRANGER);
    let strangers = stranger.create_graph().await;
    let mut foreign = guardduty("foreign", 20, 7);
    foreign["accountId"] = json!(STRANGER);
    export(&gumshoe, "a", &[guardduty(ID, 20, 7), foreign]).await;
    assert_eq!(ids(&administrator, &graph, json!({})).await, [ID]);
    assert_eq!(ids(&stranger, &strangers, json!({})).await, ["foreign"]);
    assert!(!partitions(&gumshoe, &graph).await.is_empty());

    let delete = administrator.detective.delete_graph().graph_arn(&graph);
    delete.send().await.unwrap();

    eventually("the removal of the graph's findings", async || {
        partitions(&gumshoe, &graph).await.is_empty().then_some(())
    })
    .await;
    assert_eq!(ids(&stranger, &strangers, json!({})).await, ["foreign"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn findings_that_are_older_than_a_graph_keeps_go_shown_or_not() {
    let (gumshoe, administrator, graph) = started().await;
    let mut recent = guardduty("recent", 20, 7);
    recent["service"]["eventLastSeen"] = json!(gumshoe::clock::now().to_string());
    let old = [
        guardduty("old", 20, 7),
        archived(guardduty("suppressed", 20, 8)),
    ];
    export(&gumshoe, "a", &[old.as_slice(), &[recent]].concat()).await;
    let tag = administrator.detective.tag_resource().resource_arn(&graph);
    let tag = tag.tags("gumshoe:retention-days", "2");
    tag.send().await.unwrap();
    assert_eq!(
        ids(&administrator, &graph, json!({})).await,
        ["recent", "old"]
    );

    gumshoe.run("expire-segments").await;

    assert_eq!(ids(&administrator, &graph, json!({})).await, ["recent"]);
    let left = partitions(&gumshoe, &graph).await;
    // The finding, its record, its time, and its three entities.
    assert_eq!(left.len(), 6, "{left:?}");
}

/// The partitions of the table that hold findings of a graph.
async fn partitions(gumshoe: &Gumshoe, graph: &str) -> Vec<String> {
    let id = graph.rsplit(':').next().unwrap();
    let prefix = format!("GRAPH#{id}#FINDINGS");
    let scan = gumshoe.stack().clients().dynamodb.scan();
    let mut items = scan
        .table_name(gumshoe::endpoints::TABLE)
        .into_paginator()
        .items()
        .send();
    let mut found = Vec::new();
    while let Some(item) = items.next().await {
        let key = item.unwrap()["PK"].as_s().unwrap().clone();
        if key.starts_with(&prefix) {
            found.push(key);
        }
    }
    found
}
