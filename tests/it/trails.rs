//! Trails that deliver the same events.

use std::path::PathBuf;

use gumshoe_tests::{ADMINISTRATOR, Gumshoe, Record, eventually, gzip, log_file};
use serde_json::{Value, json};

/// The key of a log file that another trail than the first delivers, by its prefix.
fn key(prefix: &str, name: &str) -> String {
    format!(
        "{prefix}AWSLogs/{ADMINISTRATOR}/CloudTrail/us-east-1/2026/03/01/{ADMINISTRATOR}_CloudTrail_us-east-1_20260301T1205Z_{name}.json.gz"
    )
}

/// A log file of one event; every 1,024th id is in the sample.
fn object(event: u128) -> Vec<u8> {
    let record = Record::new(ADMINISTRATOR, "2026-03-01T12:00:00Z", event);
    gzip(&log_file(&[record]))
}

async fn status(gumshoe: &Gumshoe, graph: &str) -> Value {
    let account = gumshoe.account(ADMINISTRATOR);
    account
        .ask("/behavior/ingest/get", json!({ "GraphArn": graph }))
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn events_that_another_trail_delivered_before_are_warned_of() {
    let mut data = PathBuf::new();
    let gumshoe = Gumshoe::start_with(|_, folder| data = folder.to_owned()).await;
    let graph = gumshoe.account(ADMINISTRATOR).create_graph().await;
    gumshoe.upload(&key("", "a"), object(1_024)).await;
    gumshoe.settled().await;
    // The same trail delivers nothing twice, but may be read anew; and most events are in no sample.
    gumshoe.upload(&key("", "b"), object(1_024)).await;
    gumshoe.upload(&key("second/", "c"), object(1_025)).await;
    gumshoe.settled().await;
    assert_eq!(status(&gumshoe, &graph).await["Warnings"], json!([]));
    gumshoe.upload(&key("second/", "d"), object(1_024)).await;
    gumshoe.settled().await;
    let warnings = status(&gumshoe, &graph).await["Warnings"].clone();
    let bucket = gumshoe.log_bucket();
    assert_eq!(warnings[0]["Reason"], "DUPLICATE_TRAIL");
    assert_eq!(warnings[0]["AccountId"], ADMINISTRATOR);
    assert_eq!(
        warnings[0]["Trails"],
        json!([
            format!("{bucket}/AWSLogs"),
            format!("{bucket}/second/AWSLogs")
        ])
    );
    assert_eq!(warnings.as_array().map(Vec::len), Some(1));
    gumshoe.run("update-volumes").await;
    gumshoe.run("update-volumes").await;
    let told = eventually("the event of the warning", async || {
        let lines = std::fs::read_to_string(data.join("events.jsonl")).ok()?;
        let events = lines
            .lines()
            .filter_map(|it| serde_json::from_str::<Value>(it).ok());
        let of_trails = events.filter(|it| it["detail-type"] == "Detective Ingest Warning");
        let details: Vec<Value> = of_trails.map(|it| it["detail"].clone()).collect();
        (!details.is_empty()).then_some(details)
    })
    .await;
    let trails = &warnings[0]["Trails"];
    assert_eq!(
        told,
        [json!({
            "graphArn": graph, "warning": "DUPLICATE_TRAIL", "accountId": ADMINISTRATOR, "trails": trails,
        })]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn of_an_account_whose_trail_is_named_no_other_counts() {
    let gumshoe = Gumshoe::start_with(|options, _| {
        let trails = format!(
            "{ADMINISTRATOR}={}/second/AWSLogs",
            gumshoe::endpoints::LOG_BUCKET
        );
        options.trails = trails.parse().expect("trails");
    })
    .await;
    let graph = gumshoe.account(ADMINISTRATOR).create_graph().await;
    gumshoe.upload(&key("", "a"), object(1_024)).await;
    gumshoe.upload(&key("second/", "b"), object(1_024)).await;
    gumshoe.settled().await;
    let status = status(&gumshoe, &graph).await;
    let sources = status["Sources"].as_array().expect("sources");
    let mut own = sources.iter().filter(|it| it["Source"] == "CLOUDTRAIL");
    let objects = &own.next().expect("the source is listed")["Objects"];
    assert_eq!(objects["Ingested"], 1);
    assert_eq!(objects["LeftOut"], json!({ "OTHER_TRAIL": 1 }));
    assert_eq!(status["Warnings"], json!([]));
}
