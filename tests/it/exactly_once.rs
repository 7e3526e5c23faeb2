//! Every object counts once, whatever is delivered twice, out of order, or compacted meanwhile.

mod real_logs;

use std::collections::BTreeMap;

use gumshoe::synthetic::Scenario;
use gumshoe_tests::{ADMINISTRATOR, Account, Gumshoe, Record, gzip, log_file, log_key};
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

/// A day of two accounts' logs, and the totals that were counted while they were made.
fn scenario() -> Scenario {
    Scenario {
        seed: 7,
        start: "2026-03-01T00:00:00Z".parse().unwrap(),
        days: 1,
        accounts: 2,
        size: Some(1 << 20),
    }
}

const SCOPE: (&str, &str) = ("2026-02-28T00:00:00Z", "2026-03-04T00:00:00Z");

type Counts = BTreeMap<String, (u64, u64)>;

async fn counts(account: &Account, graph: &str, group_by: &[&str]) -> Counts {
    let groups = account.activity(graph, group_by, SCOPE).await;
    let count = |group: &Value, name: &str| group[name].as_u64().expect("a count");
    let entries = groups.iter().map(|group| {
        (
            group["Keys"].to_string(),
            (count(group, "SuccessCount"), count(group, "FailureCount")),
        )
    });
    entries.collect()
}

/// Every view of the graph that the tests compare.
async fn views(account: &Account, graph: &str) -> Vec<Counts> {
    let mut views = Vec::new();
    for group_by in [
        &["Principal"][..],
        &["IpAddress", "UserAgent"],
        &["Service", "Api", "ErrorCode"],
        &["Region"],
        &["Resource"],
    ] {
        views.push(counts(account, graph, group_by).await);
    }
    views
}

#[tokio::test(flavor = "multi_thread")]
async fn objects_that_are_delivered_three_times_shuffled_and_compacted_count_once() {
    let gumshoe = Gumshoe::start().await;
    let scenario = scenario();
    let mut accounts = Vec::new();
    for id in scenario.account_ids() {
        let account = gumshoe.account(&id);
        let graph = account.create_graph().await;
        accounts.push((id, account, graph));
    }
    let mut objects = scenario.objects();
    let mut keys = Vec::new();
    for object in objects.by_ref() {
        let object = object.expect("an object is generated");
        gumshoe.upload(&object.key, object.bytes.to_vec()).await;
        keys.push(object.key);
    }
    let mut random = ChaCha8Rng::seed_from_u64(1);
    let mut again: Vec<String> = keys.iter().chain(&keys).cloned().collect();
    again.shuffle(&mut random);
    for key in &again {
        gumshoe.announce(key);
        gumshoe.announce(key);
    }
    gumshoe.settled().await;
    let tally = objects.tally();

    for (id, account, graph) in &accounts {
        let expected = tally.accounts.get(id).expect("the account has records");
        let before = views(account, graph).await;
        for view in &before {
            let (success, failure) = view
                .values()
                .fold((0, 0), |sum, it| (sum.0 + it.0, sum.1 + it.1));
            assert_eq!(
                (success + failure, failure),
                (expected.records, expected.failures),
                "{id}"
            );
        }
        gumshoe.run("compact-segments").await;
        assert_eq!(
            views(account, graph).await,
            before,
            "{id}, after compaction"
        );
        let status = account.cloudtrail_status(graph).await;
        assert_eq!(
            status["Records"]["Ingested"],
            json!(expected.records),
            "{status}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_object_that_is_redelivered_after_compaction_counts_once() {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    let key = log_key(ADMINISTRATOR, "a");
    let record = Record::new(ADMINISTRATOR, "2026-03-01T12:00:00Z", 1);
    gumshoe.upload(&key, gzip(&log_file([&record]))).await;
    gumshoe.settled().await;
    gumshoe.run("compact-segments").await;

    gumshoe.announce(&key);
    gumshoe.settled().await;

    assert_eq!(
        counts(&administrator, &graph, &["Api"]).await,
        BTreeMap::from([("{\"Api\":\"ListBuckets\"}".to_owned(), (1, 0))])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_object_whose_key_two_sources_own_counts_for_the_one_that_can_read_it() {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    for n in 0..8 {
        let record = Record::new(ADMINISTRATOR, "2026-03-01T12:00:00Z", n);
        let key = format!("GuardDuty/{}", log_key(ADMINISTRATOR, &n.to_string()));
        gumshoe.upload(&key, gzip(&log_file([&record]))).await;
        gumshoe.settled().await;
    }

    assert_eq!(
        counts(&administrator, &graph, &["Api"]).await,
        BTreeMap::from([("{\"Api\":\"ListBuckets\"}".to_owned(), (8, 0))])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn compactions_and_ingestion_at_the_same_time_lose_and_double_nothing() {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    let compact = async {
        for _ in 0..6 {
            tokio::join!(
                gumshoe.run("compact-segments"),
                gumshoe.run("compact-segments")
            );
        }
    };
    let ingest = async {
        for n in 0..60 {
            let record = Record::new(ADMINISTRATOR, "2026-03-01T12:00:00Z", n);
            gumshoe
                .upload(
                    &log_key(ADMINISTRATOR, &n.to_string()),
                    gzip(&log_file([&record])),
                )
                .await;
        }
        gumshoe.settled().await;
    };
    tokio::join!(compact, ingest);

    assert_eq!(
        counts(&administrator, &graph, &["Api"]).await,
        BTreeMap::from([("{\"Api\":\"ListBuckets\"}".to_owned(), (60, 0))])
    );
}
