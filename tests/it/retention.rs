//! Retention: what is older than a graph keeps goes, and nothing else.

use gumshoe::stack::Options;
use gumshoe_domain::Timestamp;
use gumshoe_tests::{ADMINISTRATOR, Account, Gumshoe, Record, gzip, log_file, log_key};
use serde_json::{Value, json};

const DAY_SECONDS: i64 = 86_400;

fn days_ago(days: i64) -> Timestamp {
    let since = std::time::UNIX_EPOCH.elapsed().unwrap();
    let now = Timestamp::from_millis(since.as_millis().try_into().unwrap());
    now.plus_seconds(-days * DAY_SECONDS)
}

/// A graph with one call of each of the last `days` days, merged.
async fn graph_of_days(gumshoe: &Gumshoe, days: i64) -> (Account, String) {
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    for day in 0..days {
        let time = days_ago(day).to_string();
        let record = Record::new(ADMINISTRATOR, &time, u128::try_from(day).unwrap());
        let key = log_key(ADMINISTRATOR, &format!("day{day}"));
        gumshoe.upload(&key, gzip(&log_file([&record]))).await;
    }
    gumshoe.settled().await;
    gumshoe.run("compact-segments").await;
    (administrator, graph)
}

async fn calls(account: &Account, graph: &str) -> u64 {
    let scope = (
        days_ago(300).to_string(),
        days_ago(0).plus_seconds(3_600).to_string(),
    );
    let groups = account
        .activity(graph, &["Api"], (&scope.0, &scope.1))
        .await;
    groups
        .iter()
        .map(|it| it["SuccessCount"].as_u64().unwrap())
        .sum()
}

async fn tag(account: &Account, graph: &str, days: &str) {
    let tag = account.detective.tag_resource().resource_arn(graph);
    tag.tags("gumshoe:retention-days", days)
        .send()
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn days_that_are_older_than_the_deployment_keeps_go_with_their_entities() {
    let keeps_two = |options: &mut Options, _: &_| options.retention = "2".parse().unwrap();
    let gumshoe = Gumshoe::start_with(keeps_two).await;
    let (administrator, graph) = graph_of_days(&gumshoe, 4).await;
    assert_eq!(calls(&administrator, &graph).await, 4);

    let expired = gumshoe.run("expire-segments").await;

    assert_eq!(expired, json!({ "expired": 2 }));
    assert_eq!(calls(&administrator, &graph).await, 2);
    let search = json!({ "GraphArn": graph, "Query": "AIDAEXAMPLEALICE" });
    let found = administrator.ask("/behavior/entities/search", search).await;
    let first: Timestamp = found["Entities"][0]["FirstSeen"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap();
    assert!(first >= days_ago(2), "{found}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_graphs_tag_says_how_long_it_keeps_its_days() {
    let gumshoe = Gumshoe::start().await;
    let (administrator, graph) = graph_of_days(&gumshoe, 4).await;
    tag(&administrator, &graph, "nonsense").await;
    let by_nonsense = gumshoe.run("expire-segments").await;
    tag(&administrator, &graph, "3").await;

    let by_three_days = gumshoe.run("expire-segments").await;

    assert_eq!(
        [by_nonsense, by_three_days],
        [0, 1].map(|it| json!({ "expired": it }))
    );
    assert_eq!(calls(&administrator, &graph).await, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_object_that_is_delivered_again_does_not_come_back() {
    let gumshoe = Gumshoe::start().await;
    let (administrator, graph) = graph_of_days(&gumshoe, 3).await;
    tag(&administrator, &graph, "1").await;
    gumshoe.run("expire-segments").await;

    gumshoe.announce(&log_key(ADMINISTRATOR, "day2"));
    gumshoe.settled().await;

    assert_eq!(calls(&administrator, &graph).await, 1);
    let status: Value = administrator.cloudtrail_status(&graph).await;
    assert_eq!(status["Objects"]["Ingested"], json!(3));
}
