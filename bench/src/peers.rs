//! Logs as files, for other programs to aggregate, and what Gumshoe takes for the same files.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use cpu_time::ProcessTime;
use gumshoe_api::Services;
use gumshoe_domain::{LogSourceName, Timestamp};
use gumshoe_ingest::{INGEST_CLOUDTRAIL, Ingester};
use gumshoe_sources::{Geolocator, KeyVerdict, SOURCES};
use tempfile::TempDir;

use crate::flows::FlowDay;
use crate::logs::Logs;
use crate::stack::{self, Remote};

/// Text of an object of flow logs.
const FLOW_OBJECT_BYTES: u64 = 1_000_000;

/// Text that a batch has at most: as much as 90 objects of CloudTrail, or as many of flow logs as arrive
/// together at 1 TB a day.
const BATCH_OBJECTS: usize = 90;
const BATCH_STORED_BYTES: usize = 8 << 20;

/// A log source that other programs are compared on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Source {
    /// API calls
    Cloudtrail,
    /// Flows in VPCs
    VpcFlow,
}

/// Writes generated logs of a day below `folder`.
pub(crate) fn generate(source: Source, megabytes: u64, accounts: u32, folder: &Path) {
    match source {
        Source::Cloudtrail => {
            for object in Logs::generate(megabytes, 1, accounts).objects {
                write(folder, &object.key, &object.bytes);
            }
        }
        Source::VpcFlow => {
            let day = FlowDay {
                start: "2026-03-02T00:00:00Z".parse().expect("a time"),
                bytes: megabytes * 1_000_000,
                object_bytes: FLOW_OBJECT_BYTES,
                accounts: u64::from(accounts),
            };
            for object in day.objects() {
                write(folder, &object.key, &object.bytes);
            }
        }
    }
}

fn write(folder: &Path, key: &str, bytes: &Bytes) {
    let path = folder.join(key);
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder is made");
    std::fs::write(path, bytes).expect("an object is written");
}

/// Ingests the logs below `folder`, from the files to the committed segments, and prints the seconds.
pub(crate) async fn take(folder: &Path) {
    let mut paths = Vec::new();
    files(folder, &mut paths);
    paths.sort();
    let key = |path: &Path| {
        let key = path.strip_prefix(folder).expect("a file of the folder");
        key.to_str().expect("a key").to_owned()
    };
    let keys: Vec<String> = paths.iter().map(|path| key(path)).collect();
    let mut accounts: Vec<String> = keys
        .iter()
        .map(|key| key.split('/').nth(1).expect("an account").to_owned())
        .collect();
    accounts.sort();
    accounts.dedup();
    let data = TempDir::new().expect("a temporary folder");
    let remote = Remote::start(data.path());
    remote.create_graph(&accounts).await;
    let services = Services::new(
        stack::settings(),
        remote.dynamodb.clone(),
        remote.s3.clone(),
    );
    let store = services.store(INGEST_CLOUDTRAIL.access);
    let source = source_of(keys.first().expect("there are logs"));
    let ingester = Ingester::new(
        store,
        &services.settings,
        source,
        Arc::new(Geolocator::none()),
    );
    let (start, clock) = (ProcessTime::now(), std::time::Instant::now());
    let (mut batch, mut stored) = (Vec::new(), 0);
    for (path, key) in paths.iter().zip(&keys) {
        let bytes = Bytes::from(std::fs::read(path).expect("an object"));
        stored += bytes.len();
        batch.push((stack::object_name(key), bytes));
        if batch.len() == BATCH_OBJECTS || stored >= BATCH_STORED_BYTES {
            ingest(&ingester, std::mem::take(&mut batch)).await;
            stored = 0;
        }
    }
    ingest(&ingester, batch).await;
    println!(
        "{{\"cpu_s\": {:.4}, \"wall_s\": {:.4}}}",
        start.elapsed().as_secs_f64(),
        clock.elapsed().as_secs_f64()
    );
}

async fn ingest(ingester: &Ingester, objects: Vec<(gumshoe_store::ObjectName, Bytes)>) {
    let failures = ingester
        .ingest_bytes(objects, Timestamp::from_millis(0))
        .await;
    assert!(failures.is_empty(), "{failures:?}");
}

fn source_of(key: &str) -> LogSourceName {
    let owner = SOURCES
        .iter()
        .find(|source| matches!(source.owns(key), KeyVerdict::Ours(_)));
    owner.expect("a log's key").name()
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
}
