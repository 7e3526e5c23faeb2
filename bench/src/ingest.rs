//! Whole ingests: from the bytes of a batch in memory to its committed segments.

use aws_sdk_dynamodb::types::AttributeValue;
use cpu_time::ProcessTime;
use gumshoe::endpoints::{SEGMENT_BUCKET, TABLE};
use gumshoe_domain::Timestamp;
use tempfile::TempDir;

use crate::logs::{Logs, SMALL_BATCH, median};
use crate::stack::{self, Remote};

/// Objects of a batch as `template.yaml` has them delivered.
pub(crate) const DEPLOYED_BATCH: usize = 90;

/// Ingests all objects `rounds` times, in batches as deployed and in small ones.
pub(crate) async fn run(logs: &Logs, rounds: usize, floor: f64) {
    for size in [DEPLOYED_BATCH, SMALL_BATCH] {
        in_batches(logs, size, rounds, floor).await;
    }
}

/// Ingests all batches `rounds` times, each time into an empty stack in another process.
async fn in_batches(logs: &Logs, size: usize, rounds: usize, floor: f64) {
    let mut seconds = Vec::new();
    let mut wall = Vec::new();
    for round in 0..rounds {
        let data = TempDir::new().expect("a temporary folder");
        let remote = Remote::start(data.path());
        remote.create_graphs(&logs.accounts).await;
        let ingester = stack::ingester(data.path(), logs.source);
        let (start, clock) = (ProcessTime::now(), std::time::Instant::now());
        for batch in logs.batches(size) {
            let objects = batch
                .iter()
                .map(|object| (stack::object_name(&object.key), object.bytes.clone()))
                .collect();
            let failures = ingester
                .ingest_bytes(objects, Timestamp::from_millis(0))
                .await;
            assert!(failures.is_empty(), "{failures:?}");
        }
        seconds.push(start.elapsed().as_secs_f64());
        wall.push(clock.elapsed().as_secs_f64());
        if round == 0 {
            print_units(&remote, logs, size).await;
        }
    }
    let seconds = median(seconds);
    println!(
        "whole ingest in batches of {size}: {:.0} MB per CPU second of the ingesting process, {:.0} % of the yardstick; {:.0} MB per second of wall time",
        logs.rate(seconds),
        100.0 * floor / seconds,
        logs.rate(median(wall))
    );
}

/// What AWS would bill for these writes: each item of a transaction costs two units for each KB.
/// Amazon DynamoDB Developer Guide, "DynamoDB throughput capacity".
#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
async fn print_units(remote: &Remote, logs: &Logs, batch: usize) {
    let mut items = remote
        .dynamodb
        .scan()
        .table_name(TABLE)
        .into_paginator()
        .items()
        .send();
    let mut units = 0;
    while let Some(item) = items.next().await {
        let item = item.expect("the table can be scanned");
        let name = |key: &str| {
            item.get(key)
                .and_then(|value| value.as_s().ok())
                .cloned()
                .unwrap_or_default()
        };
        if name("PK").contains("#OBJECTS#") || name("SK").starts_with("SEGMENT#") {
            let bytes: usize = item
                .iter()
                .map(|(name, value)| name.len() + size(value))
                .sum();
            units += 2 * bytes.div_ceil(1_024);
        }
    }
    // Each commit also updates one item of counters, and one of its account's volume.
    units += 4 * logs.batches(batch).len() * logs.accounts.len();
    let listed = remote
        .s3
        .list_objects_v2()
        .bucket(SEGMENT_BUCKET)
        .into_paginator()
        .send();
    let pages = listed
        .collect::<Result<Vec<_>, _>>()
        .await
        .expect("the bucket can be listed");
    let objects: Vec<_> = pages.iter().flat_map(|page| page.contents()).collect();
    let bytes: i64 = objects.iter().filter_map(|object| object.size()).sum();
    let gigabytes = logs.megabytes() / 1e3;
    println!(
        "in batches of {batch}, per GB of log text: {:.0} DynamoDB write units, {:.0} S3 PUTs, {:.1} MB of segments",
        units as f64 / gigabytes,
        objects.len() as f64 / gigabytes,
        bytes as f64 / 1e6 / gigabytes
    );
}

fn size(value: &AttributeValue) -> usize {
    match value {
        AttributeValue::S(text) | AttributeValue::N(text) => text.len(),
        other => format!("{other:?}").len(),
    }
}
