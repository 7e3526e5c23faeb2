//! A whole day of logs taken in and compacted, each in a process of its own whose memory is measured.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

use cpu_time::ProcessTime;
use gumshoe::synthetic::Scenario;
use gumshoe_api::Services;
use gumshoe_domain::{LogSourceName, Timestamp};
use gumshoe_ingest::{INGEST_CLOUDTRAIL, Ingester, Received};
use gumshoe_jobs::compact_segments;
use gumshoe_sources::Geolocator;
use gumshoe_store::{ObjectName, Objects};

use crate::flows::FlowDay;
use crate::memory::peak_megabytes;
use crate::stack::{self, Remote};

/// A bucket of which nobody is told, so that only the benchmark ingests.
const BUCKET: &str = "day-logs";

const START: &str = "2026-03-02T00:00:00Z";
const EVENING: &str = "2026-03-02T23:59:00Z";
const NEXT_DAY: &str = "2026-03-03T02:00:00Z";

/// Objects of an invocation, and how often one is delivered: `template.yaml`.
const DELIVERED: usize = 90;
const DELIVERIES: usize = 5;

const FLOW_OBJECT_BYTES: u64 = 1_000_000;

/// Half of the text is of CloudTrail and half of flow logs.
const SOURCES: u64 = 2;

/// Takes in a day of `megabytes` of `accounts` and compacts it. The state is kept in `data`, some hundred bytes for
/// each KB, and is the caller's to remove.
pub(crate) fn run(megabytes: u64, accounts: u32, data: &Path) {
    let remote = Remote::start(data);
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(generate(&remote, megabytes, accounts));
    let program = std::env::current_exe().expect("the benchmark's own path");
    for part in ["day-ingest", "day-compact"] {
        let status = Command::new(&program).arg(part).arg(data).status();
        assert!(status.expect("the part runs").success(), "{part}");
    }
}

async fn generate(remote: &Remote, megabytes: u64, accounts: u32) {
    let start: Timestamp = START.parse().expect("a time");
    let bytes = megabytes * 1_000_000 / SOURCES;
    let scenario = Scenario {
        seed: 1,
        start,
        days: 1,
        accounts,
        size: Some(bytes),
    };
    let flows = FlowDay {
        start,
        bytes,
        object_bytes: FLOW_OBJECT_BYTES,
        accounts: u64::from(accounts),
    };
    let mut feeding = scenario.account_ids();
    feeding.extend(flows.account_ids());
    let (first, others) = feeding.split_first().expect("there is an account");
    let mut others = others.to_vec();
    others.sort();
    others.dedup();
    others.retain(|account| account != first);
    let all: Vec<String> = std::iter::once(first.clone()).chain(others).collect();
    remote.create_graph(&all).await;
    let created = remote.s3.create_bucket().bucket(BUCKET).send().await;
    created.expect("the bucket is created");
    let objects = Objects::new(remote.s3.clone(), BUCKET);
    let (mut stored, mut count) = (0_u64, 0_u64);
    let trail = scenario.objects().map(|object| {
        let object = object.expect("an object is generated");
        (object.key, bytes::Bytes::from(object.bytes))
    });
    let flow = flows.objects().map(|object| (object.key, object.bytes));
    for (key, bytes) in trail.chain(flow) {
        stored += bytes.len() as u64;
        count += 1;
        objects
            .put(&key, bytes)
            .await
            .expect("the object is written");
    }
    println!(
        "{megabytes} MB of text in {count} objects, {} MB as stored",
        stored / 1_000_000
    );
}

/// Takes in the objects of the bucket, of CloudTrail and then of flow logs.
pub(crate) async fn ingest(data: &Path) {
    let services = services(data);
    let listed = Objects::new(stack::clients(data).1, BUCKET).list("").await;
    let listed = listed.expect("the bucket is listed");
    let (start, clock) = (ProcessTime::now(), Instant::now());
    for (source, folder) in [
        (LogSourceName::CloudTrail, "/CloudTrail/"),
        (LogSourceName::VpcFlow, "/vpcflowlogs/"),
    ] {
        let store = services.store(INGEST_CLOUDTRAIL.access);
        let geolocator = Arc::new(Geolocator::none());
        let ingester = Ingester::new(store, &services.settings, source, geolocator);
        let received: Vec<Received> = listed
            .iter()
            .filter(|object| object.key.contains(folder))
            .map(|object| Received {
                name: ObjectName {
                    bucket: BUCKET.to_owned(),
                    key: object.key.clone(),
                },
                size: object.size,
                content: None,
            })
            .collect();
        for batch in received.chunks(DELIVERED) {
            deliver(&ingester, batch).await;
        }
        report(&format!("ingest up to the end of {source}"), start, clock);
    }
}

/// Hands the objects of a batch over, and those that failed again, as a queue does: on a busy machine a request may take
/// too long.
async fn deliver(ingester: &Ingester, batch: &[Received]) {
    let now = EVENING.parse().expect("a time");
    let mut open = batch.to_vec();
    for _ in 0..DELIVERIES {
        let failed = ingester.ingest(&open, now).await;
        let failed: BTreeSet<ObjectName> = failed.into_iter().map(|it| it.0).collect();
        open.retain(|object| failed.contains(&object.name));
        if open.is_empty() {
            return;
        }
    }
    panic!("not ingested: {open:?}");
}

/// Compacts, in the evening and when the day is over.
pub(crate) async fn compact(data: &Path) {
    let services = services(data);
    let (start, clock) = (ProcessTime::now(), Instant::now());
    for now in [EVENING, NEXT_DAY] {
        let done = compact_segments::run(&services, now.parse().expect("a time")).await;
        let done = done.expect("the day is compacted");
        report(&format!("compaction at {now}, {done}"), start, clock);
    }
}

fn services(data: &Path) -> Services {
    let (dynamodb, s3) = stack::clients(data);
    Services::new(stack::settings(), dynamodb, s3)
}

fn report(what: &str, start: ProcessTime, clock: Instant) {
    println!(
        "{what}: {:.0} CPU seconds, {:.0} seconds, peak memory {} MB",
        start.elapsed().as_secs_f64(),
        clock.elapsed().as_secs_f64(),
        peak_megabytes()
    );
}
