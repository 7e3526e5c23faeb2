//! Bad objects and bad records: counted under a reason, and none of their neighbours is lost.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use gumshoe_tests::{ADMINISTRATOR, Gumshoe, Record, gzip, log_file, log_key};
use serde_json::json;

const TIME: &str = "2026-03-01T12:00:00Z";

fn good(event: u128) -> Vec<u8> {
    gzip(&log_file([&Record::new(ADMINISTRATOR, TIME, event)]))
}

/// 600 MiB in some 600 KiB: more than an object may inflate to.
fn gzip_bomb() -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    let record = format!("{{\"userAgent\":\"{}\"}},", "x".repeat(1 << 20));
    encoder
        .write_all(b"{\"Records\":[")
        .expect("writing to memory");
    for _ in 0..600 {
        encoder
            .write_all(record.as_bytes())
            .expect("writing to memory");
    }
    encoder.write_all(b"{}]}").expect("writing to memory");
    encoder.finish().expect("writing to memory")
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_objects_are_quarantined_with_their_reason_and_their_neighbours_count() {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    let whole = good(100);
    let deep = format!("{{\"Records\":{}", "[".repeat(1_000_000));
    let bad: Vec<(&str, Vec<u8>)> = vec![
        ("truncated", whole[..whole.len() - 20].to_vec()),
        ("bomb", gzip_bomb()),
        ("json", gzip(b"{\"Records\":[{]}")),
        (
            "utf8",
            gzip(b"{\"Records\":[{\"eventName\":\"\xff\xfe\"}]}"),
        ),
        ("deep", gzip(deep.as_bytes())),
        ("empty", Vec::new()),
    ];
    for (n, (name, bytes)) in (0_u128..).zip(bad) {
        gumshoe.upload(&log_key(ADMINISTRATOR, name), bytes).await;
        gumshoe
            .upload(&log_key(ADMINISTRATOR, &format!("good{n}")), good(n))
            .await;
    }
    gumshoe.settled().await;

    let status = administrator.cloudtrail_status(&graph).await;

    assert_eq!(status["Records"]["Ingested"], json!(6), "{status}");
    assert_eq!(status["Objects"]["Ingested"], json!(6), "{status}");
    let quarantined = json!({ "CORRUPT_GZIP": 1, "TOO_LARGE": 1, "INVALID_JSON": 4 });
    assert_eq!(status["Objects"]["Quarantined"], quarantined, "{status}");
    assert_eq!(
        gumshoe.stack().dead_letters(),
        Vec::<String>::new(),
        "no retry can help any of them"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_records_are_counted_under_their_reason_and_their_neighbours_count() {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    let record = |event| Record::new(ADMINISTRATOR, TIME, event);
    let records = [
        record(1),
        record(2).with("eventTime", json!(null)),
        record(3).with("eventTime", json!("yesterday")),
        record(4).with("eventName", json!(null)),
        record(5).with("userAgent", json!("x".repeat(1 << 20))),
        record(6).with("recipientAccountId", json!("444455556666")),
        record(7).with("eventType", json!("AwsCloudTrailInsight")),
        record(8),
        record(8),
    ];
    gumshoe
        .upload(&log_key(ADMINISTRATOR, "a"), gzip(&log_file(&records)))
        .await;
    gumshoe.settled().await;

    let status = administrator.cloudtrail_status(&graph).await;

    assert_eq!(
        status["Records"],
        json!({
            "Ingested": 3,
            "LeftOut": { "INSIGHT": 1 },
            "Rejected": {
                "MISSING_EVENT_TIME": 1, "INVALID_EVENT_TIME": 1, "MISSING_EVENT_NAME": 1, "ACCOUNT_NOT_IN_GRAPH": 1,
            },
            "Notices": { "TRUNCATED_FIELD": 1, "ACCOUNT_MISMATCH": 1, "DUPLICATE_EVENT_ID": 1 },
        })
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn digests_and_insights_are_recognised_and_left_out() {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    for kind in ["CloudTrail-Digest", "CloudTrail-Insight"] {
        let key = format!("AWSLogs/{ADMINISTRATOR}/{kind}/us-east-1/2026/03/01/x.json.gz");
        gumshoe.upload(&key, gzip(b"{}")).await;
    }
    gumshoe.settled().await;
    let status = administrator.cloudtrail_status(&graph).await;
    assert_eq!(
        status["Objects"]["LeftOut"],
        json!({ "DIGEST_KEY": 1, "INSIGHT_KEY": 1 })
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_object_of_an_account_in_no_graph_is_counted_as_unattributed() {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    let foreign = Record::new("999988887777", TIME, 1);
    gumshoe
        .upload(&log_key("999988887777", "a"), gzip(&log_file([&foreign])))
        .await;
    gumshoe.settled().await;

    let answer = administrator
        .ask("/behavior/ingest/get", json!({ "GraphArn": graph }))
        .await;

    assert_eq!(
        answer["Unattributed"][0]["Objects"]["Quarantined"],
        json!({ "NO_GRAPH": 1 })
    );
    assert_eq!(answer["Sources"][0]["Objects"]["Ingested"], json!(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_object_that_is_deleted_before_it_is_read_is_counted_as_gone() {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    gumshoe.announce(&log_key(ADMINISTRATOR, "gone"));
    gumshoe.settled().await;
    let status = administrator.cloudtrail_status(&graph).await;
    assert_eq!(
        status["Objects"]["Quarantined"],
        json!({ "OBJECT_GONE": 1 })
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_quarantined_object_that_is_mended_counts_and_leaves_quarantine() {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    let whole = good(1);
    let key = log_key(ADMINISTRATOR, "a");
    gumshoe
        .upload(&key, whole[..whole.len() - 20].to_vec())
        .await;
    gumshoe.settled().await;
    gumshoe.upload(&key, whole).await;
    gumshoe.settled().await;
    let status = administrator.cloudtrail_status(&graph).await;
    assert_eq!(
        status["Objects"],
        json!({ "Ingested": 1, "LeftOut": {}, "Quarantined": {} })
    );
}
