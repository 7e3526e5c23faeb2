//! A day's logs taken in and compacted, counted.

use std::collections::BTreeSet;
use std::sync::Arc;

use aws_sdk_dynamodb::types::AttributeValue;
use cpu_time::ProcessTime;
use gumshoe::endpoints::TABLE;
use gumshoe_api::Services;
use gumshoe_domain::{GraphId, LogSourceName, Timestamp};
use gumshoe_ingest::{INGEST_CLOUDTRAIL, Ingester, Received};
use gumshoe_jobs::compact_segments;
use gumshoe_pricing::{Units, Work};
use gumshoe_sources::Geolocator;
use gumshoe_store::ObjectName;
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use tempfile::TempDir;

use super::meter::Meter;
use crate::logs::{LogObject, median};
use crate::stack::{self, Remote};

/// A bucket of which nobody is told, so that only the benchmark ingests.
const BUCKET: &str = "cost-logs";

/// Late on the day of the logs, when its batches are merged, and after it, when all of it is.
const EVENING: &str = "2026-03-02T23:59:00Z";
const NEXT_DAY: &str = "2026-03-03T02:00:00Z";

/// DynamoDB's own bytes for each item: Amazon DynamoDB Developer Guide, "DynamoDB item sizes and formats".
const ITEM_OVERHEAD: f64 = 100.0;

/// Logs of a day.
pub(crate) struct Set {
    pub(crate) source: LogSourceName,
    pub(crate) objects: Vec<LogObject>,
    pub(crate) accounts: Vec<String>,
    /// Text, in GB.
    pub(crate) gb: f64,
}

/// What a set took in batches of one size.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Run {
    pub(crate) work: Work,
    pub(crate) ingest: Units,
    pub(crate) compaction: Units,
    /// What is left when the day is over.
    pub(crate) rows: f64,
    pub(crate) bytes: f64,
    pub(crate) segments: f64,
    /// Rows before compaction.
    pub(crate) rows_ingested: f64,
    pub(crate) ledger_entry_bytes: f64,
    pub(crate) manifest_entry_bytes: f64,
}

impl Set {
    /// Bytes of text in a byte as stored.
    #[expect(clippy::cast_precision_loss, reason = "sizes are far below 2^53")]
    pub(crate) fn inflation(&self) -> f64 {
        let stored: usize = self.objects.iter().map(|it| it.bytes.len()).sum();
        self.gb * 1e9 / stored as f64
    }

    /// Takes the logs in `rounds` times; processor times are medians.
    ///
    /// The objects are shuffled, so that those of a batch have nothing to do with each other, as it is where a
    /// thousand accounts deliver at the same time. It is the worst case for what a batch has in common.
    pub(crate) async fn run(&mut self, batch: usize, rounds: usize) -> Run {
        self.objects.shuffle(&mut ChaCha8Rng::seed_from_u64(1));
        let mut runs = Vec::new();
        for _ in 0..rounds {
            runs.push(self.once(batch).await);
        }
        let seconds = |of: fn(&Run) -> f64| median(runs.iter().map(of).collect());
        let (ingest, compaction) = (
            seconds(|run| run.ingest.cpu_seconds),
            seconds(|run| run.compaction.cpu_seconds),
        );
        let mut run = runs[0];
        run.ingest.cpu_seconds = ingest;
        run.compaction.cpu_seconds = compaction;
        run
    }

    async fn once(&self, batch: usize) -> Run {
        let data = TempDir::new().expect("a temporary folder");
        let remote = Remote::start(data.path());
        let graph = remote.create_graph(&self.accounts).await;
        self.upload(&remote).await;
        let meter = Meter::default();
        let (dynamodb, s3) = meter.on(&remote.dynamodb, &remote.s3);
        let services = Services::new(stack::settings(), dynamodb, s3);
        let mut run = Run::default();
        self.ingest(&services, &meter, batch, &mut run).await;
        run.rows_ingested = rows(&remote, graph).await.0;
        compact(&services, &meter, &mut run).await;
        (run.rows, run.bytes, run.segments) = rows(&remote, graph).await;
        (run.ledger_entry_bytes, run.manifest_entry_bytes) = item_bytes(&remote).await;
        run
    }

    async fn upload(&self, remote: &Remote) {
        let created = remote.s3.create_bucket().bucket(BUCKET).send().await;
        created.expect("the bucket is created");
        for object in &self.objects {
            let put = remote.s3.put_object().bucket(BUCKET).key(&object.key);
            let put = put.body(object.bytes.clone().into()).send().await;
            put.expect("the object is written");
        }
    }

    /// As the function of the source does it, from the messages on.
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
    async fn ingest(&self, services: &Services, meter: &Meter, batch: usize, run: &mut Run) {
        let store = services.store(INGEST_CLOUDTRAIL.access);
        let geolocator = Arc::new(Geolocator::none());
        let ingester = Ingester::new(store, &services.settings, self.source, geolocator);
        let now: Timestamp = EVENING.parse().expect("a time");
        meter.take();
        let start = ProcessTime::now();
        for objects in self.objects.chunks(batch) {
            let received: Vec<Received> = objects.iter().map(received).collect();
            let failures = ingester.ingest(&received, now).await;
            assert!(failures.is_empty(), "{failures:?}");
            let accounts: BTreeSet<&str> = objects.iter().map(account).collect();
            run.work.accounts += accounts.len() as f64;
            run.work.commits += 1.0;
        }
        let counted = meter.take();
        assert_eq!(
            f64::from(counted.transactions),
            run.work.commits,
            "each batch is one commit"
        );
        run.ingest = counted.units;
        run.ingest.cpu_seconds = start.elapsed().as_secs_f64();
        run.work.gb = self.gb;
        run.work.objects = self.objects.len() as f64;
    }
}

/// As the schedule starts it: in the course of the day, and when it is over.
async fn compact(services: &Services, meter: &Meter, run: &mut Run) {
    let start = ProcessTime::now();
    for now in [EVENING, NEXT_DAY] {
        let now = now.parse().expect("a time");
        let done = compact_segments::run(services, now).await;
        let done = done.expect("the day is compacted");
        assert_eq!(done["debt"], 0, "nothing is left to do");
    }
    run.compaction = meter.take().units;
    run.compaction.cpu_seconds = start.elapsed().as_secs_f64();
}

fn received(object: &LogObject) -> Received {
    Received {
        name: ObjectName {
            bucket: BUCKET.to_owned(),
            key: object.key.clone(),
        },
        size: object.bytes.len() as u64,
        content: None,
    }
}

/// `AWSLogs/<account>/…`
fn account(object: &LogObject) -> &str {
    object.key.split('/').nth(1).expect("a key with an account")
}

/// Rows, bytes and number of the graph's segments.
#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
async fn rows(remote: &Remote, graph: GraphId) -> (f64, f64, f64) {
    let segments = remote.store().every_segment(graph).await;
    let segments = segments.expect("the manifest");
    let objects = segments.iter().flat_map(|segment| segment.objects());
    let bytes: u64 = objects.map(|object| object.bytes).sum();
    let rows: u64 = segments.iter().map(|segment| segment.rows).sum();
    (rows as f64, bytes as f64, segments.len() as f64)
}

/// Mean bytes of an entry of the ledger and of one of the manifest, as DynamoDB counts them.
#[expect(clippy::cast_precision_loss, reason = "sizes are far below 2^53")]
async fn item_bytes(remote: &Remote) -> (f64, f64) {
    let scan = remote.dynamodb.scan().table_name(TABLE);
    let mut items = scan.into_paginator().items().send();
    let (mut ledger, mut manifest) = (Vec::new(), Vec::new());
    while let Some(item) = items.next().await {
        let item = item.expect("the table can be scanned");
        let text = |key: &str| item.get(key).and_then(|value| value.as_s().ok());
        let bytes: usize = item
            .iter()
            .map(|(name, value)| name.len() + size(value))
            .sum();
        if text("PK").is_some_and(|key| key.contains("#OBJECTS#")) {
            ledger.push(bytes);
        } else if text("SK").is_some_and(|key| key.starts_with("SEGMENT#")) {
            manifest.push(bytes);
        }
    }
    let mean = |all: Vec<usize>| {
        let sum: usize = all.iter().sum();
        sum as f64 / all.len().max(1) as f64
    };
    (mean(ledger) + ITEM_OVERHEAD, mean(manifest))
}

/// A text has its bytes; a number of up to 38 digits one for two digits, and one more.
fn size(value: &AttributeValue) -> usize {
    match value {
        AttributeValue::S(text) => text.len(),
        AttributeValue::N(digits) => digits.len().div_ceil(2) + 1,
        other => format!("{other:?}").len(),
    }
}
