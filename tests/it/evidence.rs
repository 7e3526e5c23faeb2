//! What a day that is over leaves behind: evidence, and a model of peers.

mod age;

use gumshoe_domain::{Day, Timestamp};
use gumshoe_tests::{ADMINISTRATOR, Account, Gumshoe, Record, eventually, gzip, log_file, log_key};
use serde_json::{Value, json};

use age::age_findings;

/// The last day that can be closed now: two hours after its end.
fn last_day() -> Day {
    let settled: Timestamp = gumshoe::clock::now().plus_seconds(-2 * 3_600);
    settled.hour().day().plus(-1)
}

fn at(day: Day, hour: i32) -> String {
    day.first_hour().plus(hour).start().to_string()
}

/// Three weeks in which alice and bob list buckets, and a last day on which alice does so with
/// another program, and somebody new comes.
fn history() -> Vec<Record> {
    let last = last_day();
    let call = |user: &str, day: Day, agent: &str, event: u128| {
        let id = format!("AIDAEXAMPLE{}", user.to_uppercase());
        let arn = format!("arn:aws:iam::{ADMINISTRATOR}:user/{user}");
        Record::new(ADMINISTRATOR, &at(day, 9), event)
            .with(
                "userIdentity",
                json!({ "type": "IAMUser", "principalId": id, "userName": user, "accountId": ADMINISTRATOR, "arn": arn }),
            )
            .with("userAgent", json!(agent))
    };
    let mut records = Vec::new();
    for (day, event) in (-20..=0).zip((1000_u128..).step_by(10)) {
        let day = last.plus(day);
        records.push(call("alice", day, "aws-cli/2.15", event));
        records.push(call("bob", day, "Boto3/1.34", event + 1));
    }
    records.push(call("alice", last, "curl/8.5", 1));
    records.push(call("dave", last, "aws-cli/2.15", 2));
    records
}

async fn graph_with_history(gumshoe: &Gumshoe) -> (Account, String) {
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    let key = log_key(ADMINISTRATOR, "a");
    gumshoe.upload(&key, log_file(&history())).await;
    gumshoe.settled().await;
    (administrator, graph)
}

async fn evidence(account: &Account, graph: &str) -> Vec<Value> {
    evidence_of(account, graph, last_day()).await
}

async fn evidence_of(account: &Account, graph: &str, day: Day) -> Vec<Value> {
    let request = json!({
        "GraphArn": graph, "Providers": ["DETECTIVE"], "SortBy": "FirstSeen", "SortOrder": "ASC",
        "ScopeStartTime": at(day, 0), "ScopeEndTime": at(day.plus(1), 0),
    });
    let answer = account.ask("/behavior/findings/list", request).await;
    answer["Findings"].as_array().expect("findings").clone()
}

fn titles(evidence: &[Value]) -> Vec<&str> {
    let titles = evidence.iter().map(|it| it["Title"].as_str().unwrap());
    let mut titles: Vec<&str> = titles.collect();
    titles.sort_unstable();
    titles
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_day_tells_what_was_remarkable_in_it_once_and_why() {
    let gumshoe = Gumshoe::start().await;
    let (administrator, graph) = graph_with_history(&gumshoe).await;

    let closed = gumshoe.run("close-days").await;
    assert_eq!(closed, json!({ "closed": 1, "evidence": 2 }));
    let found = evidence(&administrator, &graph).await;
    assert_eq!(
        titles(&found),
        [
            "New IAM principal observed for all accounts",
            "New user agent observed"
        ]
    );
    for it in &found {
        assert_eq!(it["Severity"], json!("INFORMATIONAL"));
        assert_eq!(it["AccountId"], json!(ADMINISTRATOR));
        let kind = format!(
            "Unusual Behaviors/Detective evidence/{}",
            it["Title"].as_str().unwrap()
        );
        assert_eq!(it["Types"], json!([kind]));
    }

    let of_alice = found
        .iter()
        .find(|it| it["Title"] == json!("New user agent observed"));
    let get = json!({ "GraphArn": graph, "FindingId": of_alice.unwrap()["FindingId"] });
    let told = administrator.ask("/behavior/findings/get", get).await;
    let sentence = told["Finding"]["Description"]
        .as_str()
        .expect("a description");
    let start = format!(
        "arn:aws:iam::{ADMINISTRATOR}:user/alice made 1 call with curl; it made none with that from "
    );
    assert!(sentence.starts_with(&start), "{sentence}");
    let involved: Vec<&Value> = told["Finding"]["Entities"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["EntityId"])
        .collect();
    for id in ["AIDAEXAMPLEALICE", ADMINISTRATOR, "198.51.100.7"] {
        assert!(involved.contains(&&json!(id)), "{involved:?}");
    }

    // The day is closed, and what is there stays as it is.
    assert_eq!(
        gumshoe.run("close-days").await,
        json!({ "closed": 0, "evidence": 0 })
    );
    assert_eq!(evidence(&administrator, &graph).await, found);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_model_of_peers_is_there_as_long_as_its_graph() {
    let gumshoe = Gumshoe::start().await;
    let (administrator, graph) = graph_with_history(&gumshoe).await;
    gumshoe.run("close-days").await;
    let id = graph.rsplit(':').next().unwrap();
    let model = format!("peers/graph={id}/model.json.gz");
    gumshoe.run("sweep-segments").await;
    assert!(gumshoe.segment_keys().await.contains(&model));

    let delete = administrator.detective.delete_graph();
    delete.graph_arn(&graph).send().await.unwrap();
    eventually("the removal of the graph's objects", async || {
        gumshoe.segment_keys().await.is_empty().then_some(())
    })
    .await;
}

/// A finding of GuardDuty about alice, on the last day.
async fn find(gumshoe: &Gumshoe) {
    let time = at(last_day(), 9);
    let finding = json!({
        "schemaVersion": "2.0", "accountId": ADMINISTRATOR, "region": "us-east-1", "partition": "aws", "id": "stolen",
        "arn": format!("arn:aws:guardduty:us-east-1:{ADMINISTRATOR}:detector/3caf/finding/stolen"),
        "type": "UnauthorizedAccess:IAMUser/MaliciousIPCaller", "severity": 5, "title": "A call.", "description": "One.",
        "resource": {"resourceType": "AccessKey", "accessKeyDetails": {
            "principalId": "AIDAEXAMPLEALICE", "userName": "alice", "userType": "IAMUser", "accessKeyId": "AKIAIOSFODNN7EXAMPLE"}},
        "service": {"resourceRole": "TARGET", "count": 1, "archived": false, "eventFirstSeen": time, "eventLastSeen": time,
            "action": {"awsApiCallAction": {"remoteIpDetails": {"ipAddressV4": "198.51.100.7"}}}},
        "createdAt": time, "updatedAt": time,
    });
    let key = format!("AWSLogs/{ADMINISTRATOR}/GuardDuty/us-east-1/2026/03/01/a.jsonl.gz");
    gumshoe
        .upload(&key, gzip(finding.to_string().as_bytes()))
        .await;
    gumshoe.settled().await;
}

/// The only group, whatever day it is of, with how many of its findings are shown.
async fn only_group(account: &Account, graph: &str, day: Day) -> (Value, usize) {
    let list = json!({
        "GraphArn": graph, "ScopeStartTime": at(day, 0), "ScopeEndTime": at(day.plus(1), 0),
    });
    let listed = account.ask("/behavior/findingGroups/list", list).await;
    let groups = listed["FindingGroups"].as_array().unwrap();
    assert_eq!(groups.len(), 1, "{listed}");
    let get = json!({ "GraphArn": graph, "GroupId": groups[0]["GroupId"] });
    let got = account.ask("/behavior/findingGroups/get", get).await;
    assert_eq!(got["FindingGroup"], groups[0]);
    let shown = got["Findings"].as_array().unwrap().len();
    (groups[0].clone(), shown)
}

/// How many findings the profile of alice has on a day.
async fn associated(account: &Account, graph: &str, day: Day) -> Value {
    let profile = json!({
        "GraphArn": graph, "EntityType": "AwsUser", "EntityId": "AIDAEXAMPLEALICE", "PanelIds": ["AssociatedFindings"],
        "ScopeStartTime": at(day, 0), "ScopeEndTime": at(day.plus(1), 0),
    });
    let answer = account.ask("/behavior/entities/profile", profile).await;
    answer["Panels"][0]["Data"]["RowCount"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn evidence_is_there_for_the_45_days_after_its_own_and_nowhere_after_them() {
    let gumshoe = Gumshoe::start().await;
    let (administrator, graph) = graph_with_history(&gumshoe).await;
    gumshoe.run("close-days").await;
    find(&gumshoe).await;
    gumshoe.run("update-finding-groups").await;
    let (group, members) = only_group(&administrator, &graph, last_day()).await;
    assert_eq!(
        (&group["FindingCount"], &group["EvidenceCount"], members),
        (&json!(1), &json!(2), 3)
    );

    let today = gumshoe::clock::now().hour().day();
    let kept = today.plus(-45);
    age_findings(&gumshoe, last_day(), kept).await;
    gumshoe.run("expire-segments").await;
    let found = evidence_of(&administrator, &graph, kept).await;
    assert_eq!(found.len(), 2);
    assert_eq!(associated(&administrator, &graph, kept).await, 2);
    let (group, members) = only_group(&administrator, &graph, kept).await;
    assert_eq!((&group["EvidenceCount"], members), (&json!(2), 3));

    // Nobody is told of it any more, also before it is removed.
    let gone = today.plus(-46);
    age_findings(&gumshoe, kept, gone).await;
    for id in found.iter().map(|it| &it["FindingId"]) {
        let get = json!({ "GraphArn": graph, "FindingId": id }).to_string();
        let answer = administrator.post("/behavior/findings/get", get.into_bytes());
        assert_eq!(answer.await.status, 404);
    }
    for job in ["compact-segments", "expire-segments"] {
        gumshoe.run(job).await;
        assert_eq!(
            evidence_of(&administrator, &graph, gone).await,
            [Value::Null; 0]
        );
        assert_eq!(associated(&administrator, &graph, gone).await, 1);
        assert_eq!(only_group(&administrator, &graph, gone).await.1, 1);
    }
    let (group, _) = only_group(&administrator, &graph, gone).await;
    assert_eq!(
        (
            &group["FindingCount"],
            &group["EvidenceCount"],
            &group["Title"]
        ),
        (&json!(1), &json!(0), &json!("Group with: TTP (1)"))
    );
    assert_eq!(age::findings_kept(&gumshoe, &graph).await, 1);
    // It stays so when findings are grouped again.
    gumshoe.run("update-finding-groups").await;
    let (again, shown) = only_group(&administrator, &graph, gone).await;
    assert_eq!((again, shown), (group, 1));
}
