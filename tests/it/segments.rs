//! Which objects hold the rows of a scope time, for tools that read them without Gumshoe.

use gumshoe_tests::{ADMINISTRATOR, Account, Record, gzip, log_file, log_key};
use serde_json::{Value, json};

use crate::profile::with_logs;

async fn listed(account: &Account, graph: &str, source: &str, day: u8) -> Vec<Value> {
    let body = json!({
        "GraphArn": graph, "Source": source,
        "ScopeStartTime": format!("2026-03-{day:02}T00:00:00Z"),
        "ScopeEndTime": format!("2026-03-{:02}T00:00:00Z", day + 1),
    });
    let answer = account.ask("/behavior/segments/list", body).await;
    assert_eq!(answer["Bucket"], "gumshoe-segments");
    answer["Segments"].as_array().unwrap().clone()
}

fn keys(segments: &[Value]) -> Vec<&str> {
    let keys = segments.iter().map(|it| it["Key"].as_str());
    keys.map(Option::unwrap).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn segments_that_were_merged_are_not_listed_while_they_are_still_in_the_bucket() {
    let (gumshoe, administrator, graph) = with_logs().await;
    let late = Record::new(ADMINISTRATOR, "2026-03-01T15:00:00Z", 5);
    let key = log_key(ADMINISTRATOR, "late");
    gumshoe.upload(&key, gzip(&log_file(&[late]))).await;
    gumshoe.settled().await;
    let batches = listed(&administrator, &graph, "API", 1).await;
    assert_eq!(batches.len(), 2);

    gumshoe.run("compact-segments").await;
    let merged = listed(&administrator, &graph, "API", 1).await;
    let [merged] = merged.as_slice() else {
        panic!("{merged:?}");
    };
    assert_eq!(merged["StartTime"], "2026-03-01T12:00:00.000Z");
    assert_eq!(merged["EndTime"], "2026-03-01T16:00:00.000Z");
    let in_bucket = gumshoe.segment_keys().await;
    let key = merged["Key"].as_str().unwrap();
    for key in keys(&batches).into_iter().chain([key]) {
        assert!(in_bucket.iter().any(|it| it == key), "{key}");
    }
    assert!(!keys(&batches).contains(&key));
}

#[tokio::test(flavor = "multi_thread")]
async fn segments_of_another_source_or_time_are_not_listed() {
    let (_gumshoe, administrator, graph) = with_logs().await;
    let folder = |source: &str| format!("/{source}/day=2026-03-01/");
    for (source, name) in [("API", "activity"), ("NETWORK", "network")] {
        let segments = listed(&administrator, &graph, source, 1).await;
        let [key] = keys(&segments)[..] else {
            panic!("{segments:?}");
        };
        assert!(key.contains(&folder(name)), "{key}");
        assert_eq!(
            listed(&administrator, &graph, source, 2).await,
            Vec::<Value>::new()
        );
    }
    assert_eq!(
        listed(&administrator, &graph, "KUBERNETES", 1).await,
        Vec::<Value>::new()
    );
}
