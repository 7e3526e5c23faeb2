//! The peak of memory of an ingest batch, measured in a process that does nothing else.

use std::io::Write;
use std::path::Path;
use std::process::Command;

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use gumshoe_domain::{LogSourceName, Timestamp};
use gumshoe_store::ObjectName;
use tempfile::TempDir;

use crate::ingest::DEPLOYED_BATCH;
use crate::logs::{LogObject, Logs};
use crate::stack::{self, Remote};

/// Objects of the hostile batch: more than are ever held in memory together.
const HOSTILE_OBJECTS: usize = 10;

/// Records of one object of the hostile batch; each is like no other.
const HOSTILE_RECORDS: usize = 150_000;

/// Prints the peaks of an ordinary and of a hostile batch.
pub(crate) fn run(logs: &Logs) {
    let largest = logs
        .batches(DEPLOYED_BATCH)
        .max_by_key(|batch| batch.iter().map(|object| object.bytes.len()).sum::<usize>());
    let ordinary = largest.expect("there is a batch").iter();
    measure("largest batch of the logs", logs, ordinary);
    let account = logs.accounts.first().expect("there is an account");
    let hostile: Vec<LogObject> = (0..HOSTILE_OBJECTS)
        .map(|n| LogObject {
            key: key(account, n),
            bytes: hostile(account, n),
        })
        .collect();
    measure(
        "ten objects of 150,000 records, no two alike",
        logs,
        hostile.iter(),
    );
}

/// Prints the peak of a batch of `objects`, which are like those of the logs.
pub(crate) fn measure<'a>(what: &str, logs: &Logs, objects: impl Iterator<Item = &'a LogObject>) {
    let folder = TempDir::new().expect("a temporary folder");
    let data = TempDir::new().expect("a temporary folder");
    write(folder.path(), objects);
    let remote = Remote::start(data.path());
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(remote.create_graphs(&logs.accounts));
    let program = std::env::current_exe().expect("the benchmark's own path");
    let output = Command::new(program)
        .arg("batch")
        .arg(logs.source.as_str())
        .arg(folder.path())
        .arg(data.path())
        .output()
        .expect("the batch runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let peak = String::from_utf8(output.stdout).expect("text");
    println!("peak memory, {what}: {} MB", peak.trim());
}

/// Writes objects as files, each with its key before.
pub(crate) fn write<'a>(folder: &Path, objects: impl Iterator<Item = &'a LogObject>) {
    for (n, object) in objects.enumerate() {
        let contents = [object.key.as_bytes(), b"\n", &object.bytes].concat();
        std::fs::write(folder.join(format!("{n:08}")), contents).expect("an object is written");
    }
}

/// The objects of a folder, in their order.
pub(crate) fn read(folder: &Path) -> Vec<(ObjectName, Bytes)> {
    let entries = std::fs::read_dir(folder).expect("the folder");
    let mut files: Vec<_> = entries.map(|it| it.expect("an entry").path()).collect();
    files.sort();
    let object = |file: std::path::PathBuf| {
        let contents = Bytes::from(std::fs::read(file).expect("an object"));
        let line = contents
            .iter()
            .position(|byte| *byte == b'\n')
            .expect("a line with the key");
        let key = std::str::from_utf8(&contents[..line]).expect("a key");
        (stack::object_name(key), contents.slice(line + 1..))
    };
    files.into_iter().map(object).collect()
}

/// Ingests the objects in `folder` as one batch and prints the process's peak of memory in MB.
pub(crate) async fn batch(source: LogSourceName, folder: &Path, data: &Path) {
    let ingester = stack::ingester(data, source);
    let objects = read(folder);
    let failures = ingester
        .ingest_bytes(objects, Timestamp::from_millis(0))
        .await;
    assert!(failures.is_empty(), "{failures:?}");
    println!("{}", peak_megabytes());
}

/// The most memory that this process has had.
pub(crate) fn peak_megabytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("the process's status");
    let peak = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .expect("the peak of memory");
    let kilobytes: u64 = peak
        .trim()
        .trim_end_matches(" kB")
        .parse()
        .expect("a number");
    kilobytes / 1_000
}

fn key(account: &str, n: usize) -> String {
    format!(
        "AWSLogs/{account}/CloudTrail/us-east-1/2026/03/01/{account}_CloudTrail_us-east-1_20260301T1205Z_{n:016}.json.gz"
    )
}

/// A log file of records that differ in everything an attacker chooses.
fn hostile(account: &str, n: usize) -> Bytes {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    write!(encoder, "{{\"Records\":[").expect("writing to memory");
    for record in 0..HOSTILE_RECORDS {
        let comma = if record == 0 { "" } else { "," };
        write!(
            encoder,
            "{comma}{{\"eventTime\":\"2026-03-01T12:00:00Z\",\"eventSource\":\"s3.amazonaws.com\",\"eventName\":\"ListBuckets\",\
             \"sourceIPAddress\":\"198.51.{}.{}\",\"userAgent\":\"agent {n} {record} {}\",\"recipientAccountId\":\"{account}\",\
             \"eventID\":\"{n}-{record}\",\"requestParameters\":{{\"bucketName\":\"bucket-{n}-{record}\"}}}}",
            record / 256 % 256,
            record % 256,
            "x".repeat(200),
        )
        .expect("writing to memory");
    }
    write!(encoder, "]}}").expect("writing to memory");
    encoder.finish().expect("writing to memory").into()
}
