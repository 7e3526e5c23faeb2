//! What a day that is over leaves behind: evidence, and a model of peers.

use gumshoe_domain::{Day, Timestamp};
use gumshoe_tests::{ADMINISTRATOR, Account, Gumshoe, Record, eventually, log_file, log_key};
use serde_json::{Value, json};

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
    let request = json!({
        "GraphArn": graph, "Providers": ["DETECTIVE"], "SortBy": "FirstSeen", "SortOrder": "ASC",
        "ScopeStartTime": at(last_day(), 0), "ScopeEndTime": at(last_day().plus(1), 0),
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
