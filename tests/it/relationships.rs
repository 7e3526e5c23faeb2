//! What entities are to each other, before and after compaction.

use gumshoe_tests::{ADMINISTRATOR, Account, Gumshoe, Record, gzip, log_file, log_key};
use serde_json::{Value, json};

const INSTANCE: &str = "i-0123456789abcdef0";
const SESSION: &str = "AROAEXAMPLEWORKER:i-0123456789abcdef0";

/// The relationships of an entity on the day of the logs, in one line each and in order.
async fn relationships(account: &Account, graph: &str, kind: &str, id: &str) -> Vec<String> {
    let request = json!({
        "GraphArn": graph, "EntityType": kind, "EntityId": id,
        "ScopeStartTime": "2026-03-01T00:00:00Z", "ScopeEndTime": "2026-03-02T00:00:00Z",
    });
    let answer = account.ask("/behavior/relationships/list", request).await;
    let all = answer["Relationships"].as_array().expect("relationships");
    let mut lines: Vec<String> = all.iter().map(line).collect();
    lines.sort();
    lines
}

fn line(it: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut line = format!(
        "{} {} {} x{}",
        text(&it["Direction"]),
        text(&it["Relation"]),
        text(&it["Entity"]["EntityId"]),
        it["Count"]
    );
    for detail in it["Details"].as_array().into_iter().flatten() {
        line.push_str(&format!(" {}", text(detail)));
    }
    line
}

fn records() -> Vec<Record> {
    let at =
        |minute: u32, id| Record::new(ADMINISTRATOR, &format!("2026-03-01T12:{minute:02}:00Z"), id);
    let role = |account: &str| json!({ "roleArn": format!("arn:aws:iam::{account}:role/admin"), "roleSessionName": "s" });
    let session = json!({ "assumedRoleUser": {
        "assumedRoleId": "AROAEXAMPLEADMIN:s",
        "arn": format!("arn:aws:sts::{ADMINISTRATOR}:assumed-role/admin/s"),
    } });
    let sts = |record: Record| {
        record
            .with("eventSource", json!("sts.amazonaws.com"))
            .with("eventName", json!("AssumeRole"))
            .with("requestParameters", role(ADMINISTRATOR))
            .with("responseElements", session.clone())
    };
    let bucket = |record: Record, api: &str| {
        record
            .with("eventName", json!(api))
            .with("requestParameters", json!({ "bucketName": "payroll" }))
    };
    vec![
        sts(at(1, 1)),
        sts(at(2, 2)).with(
            "userIdentity",
            json!({ "type": "AWSAccount", "principalId": "AIDAEXAMPLEMALLORY", "accountId": "444455556666" }),
        ),
        at(3, 3)
            .with("eventSource", json!("ec2.amazonaws.com"))
            .with("eventName", json!("RunInstances"))
            .with(
                "responseElements",
                json!({ "instancesSet": { "items": [{
                    "instanceId": INSTANCE, "networkInterfaceSet": { "items": [{
                        "networkInterfaceId": "eni-1", "privateIpAddress": "10.0.0.1",
                    }] },
                }] } }),
            ),
        at(4, 4).with(
            "userIdentity",
            json!({
                "type": "AssumedRole", "principalId": SESSION, "accountId": ADMINISTRATOR,
                "arn": format!("arn:aws:sts::{ADMINISTRATOR}:assumed-role/worker/{INSTANCE}"),
                "sessionContext": { "sessionIssuer": {
                    "principalId": "AROAEXAMPLEWORKER", "userName": "worker",
                    "arn": format!("arn:aws:iam::{ADMINISTRATOR}:role/worker"),
                } },
            }),
        ),
        bucket(at(5, 5), "CreateBucket"),
        bucket(at(6, 6), "DeleteBucket"),
        bucket(at(7, 7), "CreateBucket"),
        bucket(at(8, 8), "DeleteBucket"),
        at(9, 9)
            .with("eventSource", json!("eks.amazonaws.com"))
            .with("eventName", json!("CreateCluster"))
            .with(
                "requestParameters",
                json!({ "name": "shop", "roleArn": format!("arn:aws:iam::{ADMINISTRATOR}:role/eks") }),
            ),
    ]
}

async fn with_logs() -> (Gumshoe, Account, String) {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    let records = records();
    // Two objects, so that two segments are merged.
    for (name, records) in [("a", &records[..4]), ("b", &records[4..])] {
        let object = gzip(&log_file(records));
        gumshoe.upload(&log_key(ADMINISTRATOR, name), object).await;
        gumshoe.settled().await;
    }
    (gumshoe, administrator, graph)
}

#[tokio::test(flavor = "multi_thread")]
async fn relations_are_told_from_both_sides_before_and_after_compaction() {
    let (gumshoe, administrator, graph) = with_logs().await;
    for compacted in [false, true] {
        if compacted {
            gumshoe.run("compact-segments").await;
        }
        let of = async |kind, id| relationships(&administrator, &graph, kind, id).await;
        assert_eq!(
            of("AwsRole", "AROAEXAMPLEADMIN").await,
            [
                "INCOMING ASSUMED AIDAEXAMPLEALICE x1",
                "INCOMING ASSUMED AIDAEXAMPLEMALLORY x1",
                "OUTGOING HAS_SESSION AROAEXAMPLEADMIN:s x2",
            ]
        );
        assert_eq!(
            of("Ec2Instance", INSTANCE).await,
            [
                "INCOMING ATTACHED_INTERFACE AIDAEXAMPLEALICE x1 eni-1",
                "INCOMING CREATED AIDAEXAMPLEALICE x1",
                "OUTGOING ASSIGNED_ADDRESS 10.0.0.1 x1 eni-1",
                "OUTGOING ASSUMED AROAEXAMPLEWORKER x1",
                &format!("OUTGOING HAS_SESSION {SESSION} x1"),
                "OUTGOING USED_ADDRESS 198.51.100.7 x1",
                "OUTGOING USED_USER_AGENT aws-cli/2.15.0 x1",
            ]
        );
        assert_eq!(
            of("S3Bucket", "payroll").await,
            [
                "INCOMING CALLED_API_ON AIDAEXAMPLEALICE x4",
                "INCOMING CREATED AIDAEXAMPLEALICE x2",
                "INCOMING DELETED AIDAEXAMPLEALICE x2",
            ]
        );
        assert_eq!(
            of("AwsUser", "AIDAEXAMPLEMALLORY").await,
            [
                "OUTGOING ASSUMED AROAEXAMPLEADMIN x1",
                "OUTGOING STARTED_SESSION AROAEXAMPLEADMIN:s x1",
            ]
        );
    }
}

/// A table of a profile of the day of the logs: an entity and how often, in a line each.
async fn table(account: &Account, graph: &str, kind: &str, id: &str, panel: &str) -> Vec<String> {
    let request = json!({
        "GraphArn": graph, "EntityType": kind, "EntityId": id,
        "ScopeStartTime": "2026-03-01T00:00:00Z", "ScopeEndTime": "2026-03-02T00:00:00Z",
    });
    let profile = account.ask("/behavior/entities/profile", request).await;
    let panels = profile["Panels"].as_array().expect("panels");
    let panel = panels
        .iter()
        .find(|it| it["Id"] == panel)
        .expect("the panel");
    let rows = panel["Data"]["Rows"].as_array().expect("rows");
    let line = |row: &Value| {
        let cells = &row["Cells"];
        let id = cells["Entity"]["EntityId"].as_str().unwrap_or_default();
        format!("{id} x{}", cells["Count"])
    };
    rows.iter().map(line).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn tables_of_a_profile_count_what_relationships_do() {
    let (_gumshoe, administrator, graph) = with_logs().await;
    let of = async |kind, id, panel| table(&administrator, &graph, kind, id, panel).await;
    let alice = ("AwsUser", "AIDAEXAMPLEALICE");
    let roles = of(alice.0, alice.1, "RolesAssumed").await;
    assert_eq!(roles, ["AROAEXAMPLEADMIN x1"]);
    let created = of(alice.0, alice.1, "Created").await;
    assert_eq!(created[0], "payroll x2");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_instances_calls_are_its_activity() {
    let (_gumshoe, administrator, graph) = with_logs().await;
    let request = json!({
        "GraphArn": graph, "EntityType": "Ec2Instance", "EntityId": INSTANCE, "GroupBy": ["Api"],
        "ScopeStartTime": "2026-03-01T00:00:00Z", "ScopeEndTime": "2026-03-02T00:00:00Z",
    });
    let answer = administrator.ask("/behavior/activity/list", request).await;
    assert_eq!(answer["Totals"]["SuccessCount"], 1);
    assert_eq!(answer["Groups"][0]["Keys"]["Api"], "ListBuckets");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entity_is_told_with_who_made_it_and_when() {
    let (_gumshoe, administrator, graph) = with_logs().await;
    let get = async |kind: &str, id: &str| {
        let request = json!({ "GraphArn": graph, "EntityType": kind, "EntityId": id });
        administrator.ask("/behavior/entities/get", request).await
    };
    let bucket = get("S3Bucket", "payroll").await;
    let properties = &bucket["Properties"];
    assert_eq!(properties["CreationTime"], "2026-03-01T12:05:00.000Z");
    assert_eq!(properties["DeletionTime"], "2026-03-01T12:08:00.000Z");
    assert_eq!(properties["CreatedBy"]["EntityId"], "AIDAEXAMPLEALICE");
    let session = get("AwsRoleSession", "AROAEXAMPLEADMIN:s").await;
    let properties = &session["Properties"];
    assert_eq!(properties["Role"]["EntityId"], "AROAEXAMPLEADMIN");
    let started = properties["StartedBy"].as_array().expect("a list");
    let accounts: Vec<&Value> = started.iter().map(|it| &it["AccountId"]).collect();
    assert_eq!(accounts, [ADMINISTRATOR, "444455556666"]);
    let cluster = get("ContainerCluster", &format!("shop~{ADMINISTRATOR}~EKS")).await;
    let properties = &cluster["Properties"];
    assert_eq!(cluster["Entity"]["Name"], "shop");
    assert_eq!(properties["CreatedBy"]["EntityId"], "AIDAEXAMPLEALICE");
    assert_eq!(properties["CreationTime"], "2026-03-01T12:09:00.000Z");
    assert_eq!(
        properties["ServiceRoles"],
        json!([format!("arn:aws:iam::{ADMINISTRATOR}:role/eks")])
    );
    let instance = get("Ec2Instance", INSTANCE).await;
    let properties = &instance["Properties"];
    assert_eq!(properties["NetworkInterfaces"], json!(["eni-1"]));
    assert_eq!(properties["Addresses"], json!(["10.0.0.1"]));
    let address = get("IpAddress", "198.51.100.7").await;
    assert!(address["Properties"].is_null());
}

#[tokio::test(flavor = "multi_thread")]
async fn relationships_are_filtered_sorted_and_paged() {
    let (_gumshoe, administrator, graph) = with_logs().await;
    let request = |more: Value| {
        let mut request = json!({
            "GraphArn": graph, "EntityType": "Ec2Instance", "EntityId": INSTANCE,
            "ScopeStartTime": "2026-03-01T00:00:00Z", "ScopeEndTime": "2026-03-02T00:00:00Z",
        });
        let members = more.as_object().expect("members").clone();
        request.as_object_mut().expect("a request").extend(members);
        request
    };
    let ask = async |more: Value| {
        administrator
            .ask("/behavior/relationships/list", request(more))
            .await
    };
    let relations = |answer: &Value| -> Vec<String> {
        let all = answer["Relationships"].as_array().expect("relationships");
        all.iter().map(|it| it["Relation"].to_string()).collect()
    };
    let some = ask(json!({ "Relations": ["ASSUMED", "CREATED"], "Direction": "INCOMING" })).await;
    assert_eq!(relations(&some), [r#""CREATED""#]);
    let sorted = json!({ "SortBy": "FirstSeen", "SortOrder": "ASC", "MaxResults": 4 });
    let first = ask(sorted.clone()).await;
    let mut next = sorted.clone();
    next["NextToken"] = first["NextToken"].clone();
    let second = ask(next.clone()).await;
    let mut all = relations(&first);
    all.extend(relations(&second));
    assert_eq!((all.len(), second.get("NextToken")), (7, None));
    next["SortOrder"] = json!("DESC");
    for wrong in [
        next,
        json!({ "Relations": ["LIKES"] }),
        json!({ "Direction": "UP" }),
        json!({ "SortBy": "Name" }),
    ] {
        let body = request(wrong.clone()).to_string().into_bytes();
        let answer = administrator
            .post("/behavior/relationships/list", body)
            .await;
        assert_eq!(answer.status, 400, "{wrong}");
    }
}
