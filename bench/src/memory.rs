//! The peak of memory of an ingest batch, measured in a process that does nothing else.

use std::io::Write;
use std::path::Path;
use std::process::Command;

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use gumshoe_domain::Timestamp;
use tempfile::TempDir;

use crate::ingest::DEPLOYED_BATCH;
use crate::logs::Logs;
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
    let ordinary = largest
        .expect("there is a batch")
        .iter()
        .map(|object| (object.key.clone(), object.bytes.clone()));
    measure(
        "largest batch of the logs",
        &logs.accounts,
        ordinary.collect(),
    );
    let account = logs.accounts.first().expect("there is an account");
    let hostile = (0..HOSTILE_OBJECTS)
        .map(|n| (key(account, n), hostile(account, n)))
        .collect();
    measure(
        "ten objects of 150,000 records, no two alike",
        std::slice::from_ref(account),
        hostile,
    );
}

fn measure(what: &str, accounts: &[String], objects: Vec<(String, Bytes)>) {
    let folder = TempDir::new().expect("a temporary folder");
    let data = TempDir::new().expect("a temporary folder");
    for (n, (key, bytes)) in objects.iter().enumerate() {
        let contents = [key.as_bytes(), b"\n", bytes].concat();
        std::fs::write(folder.path().join(n.to_string()), contents).expect("an object is written");
    }
    let remote = Remote::start(data.path());
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(remote.create_graphs(accounts));
    let program = std::env::current_exe().expect("the benchmark's own path");
    let output = Command::new(program)
        .arg("batch")
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

/// Ingests the objects in `folder` as one batch and prints the process's peak of memory in MB.
pub(crate) async fn batch(folder: &Path, data: &Path) {
    let ingester = stack::ingester(data);
    let mut objects = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the folder") {
        let contents =
            Bytes::from(std::fs::read(entry.expect("an entry").path()).expect("an object"));
        let line = contents
            .iter()
            .position(|byte| *byte == b'\n')
            .expect("a line with the key");
        let key = std::str::from_utf8(&contents[..line]).expect("a key");
        objects.push((stack::object_name(key), contents.slice(line + 1..)));
    }
    let failures = ingester
        .ingest_bytes(objects, Timestamp::from_millis(0))
        .await;
    assert!(failures.is_empty(), "{failures:?}");
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
    println!("{}", kilobytes / 1_000);
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
