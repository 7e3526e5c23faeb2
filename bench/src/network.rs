//! VPC flow logs: reading them into rows, against inflating and splitting them alone.

mod logs;
mod record;
mod servers;
mod strangers;

use std::hint::black_box;

use cpu_time::ProcessTime;
use gumshoe_sources::{Batch, Geolocator, KeyVerdict, Limits, LogSource, VpcFlow};
use libdeflater::Decompressor;

use self::logs::Scenario;
use self::record::Format;
use crate::ingest::{self, DEPLOYED_BATCH};
use crate::logs::{LogObject, Logs, SMALL_BATCH, median};
use crate::memory;

/// Fields of a line that are kept at a time: more than any format has.
const MOST_FIELDS: usize = 48;

/// Measures every scenario in both formats `rounds` times, in turns; of the usual logs whole ingests,
/// too.
pub(crate) async fn run(megabytes: u64, rounds: usize) {
    for scenario in Scenario::ALL {
        for format in Format::ALL {
            let logs = logs::generate(scenario, format, megabytes);
            println!("{scenario:?}, {format:?} format: {logs}");
            let floor = measure(&logs, rounds);
            if scenario == Scenario::Servers {
                ingest::run(&logs, rounds, floor).await;
            }
        }
    }
}

/// Prints the peaks of memory of an ordinary batch, and of one in which nothing repeats.
pub(crate) fn measure_memory() {
    for scenario in Scenario::ALL {
        let logs = logs::generate(scenario, Format::Default, 90);
        let what = format!("{DEPLOYED_BATCH} objects of 1 MB of flow logs, {scenario:?}");
        memory::measure(&what, &logs, logs.objects.iter().take(DEPLOYED_BATCH));
    }
}

/// The usual logs.
pub(crate) fn usual(megabytes: u64) -> Logs {
    logs::generate(Scenario::Servers, Format::Default, megabytes)
}

/// Gives the CPU seconds of inflating and splitting alone.
fn measure(logs: &Logs, rounds: usize) -> f64 {
    let (mut split_seconds, mut read_seconds) = (Vec::new(), Vec::new());
    let mut rows = 0;
    for _ in 0..rounds {
        let start = ProcessTime::now();
        black_box(split(&logs.objects));
        split_seconds.push(start.elapsed().as_secs_f64());
        let start = ProcessTime::now();
        rows = read(logs);
        read_seconds.push(start.elapsed().as_secs_f64());
    }
    let (floor, ours) = (median(split_seconds), median(read_seconds));
    println!(
        "  inflate + split alone (yardstick): {:.0} MB per CPU second",
        logs.rate(floor)
    );
    println!(
        "  parse + aggregate in batches of {SMALL_BATCH}: {:.0} MB per CPU second, {:.0} % of the yardstick; {rows} rows",
        logs.rate(ours),
        100.0 * floor / ours
    );
    floor
}

/// Inflates and finds the fields of each line; says how many there are.
fn split(objects: &[LogObject]) -> usize {
    let mut inflater = Decompressor::new();
    let (mut text, mut count) = (Vec::new(), 0);
    for object in objects {
        let trailer = object.bytes.last_chunk::<4>().expect("a gzip file");
        let size = usize::try_from(u32::from_le_bytes(*trailer)).expect("a size");
        text.resize(size.max(text.len()), 0);
        inflater
            .gzip_decompress(&object.bytes, &mut text)
            .expect("a sound gzip file");
        let mut fields: [&[u8]; MOST_FIELDS] = [b""; MOST_FIELDS];
        let (mut from, mut at_field) = (0, 0);
        for at in memchr::memchr2_iter(b' ', b'\n', &text[..size]) {
            if let Some(field) = fields.get_mut(at_field) {
                *field = &text[from..at];
            }
            (from, at_field) = (at + 1, at_field + 1);
            if text[at] == b'\n' {
                black_box(&fields);
                count += at_field;
                at_field = 0;
            }
        }
    }
    count
}

/// The rows of all batches, counted.
fn read(logs: &Logs) -> usize {
    let (geolocator, limits) = (Geolocator::none(), Limits::default());
    let (mut rows, mut records) = (0, 0);
    for objects in logs.objects.chunks(SMALL_BATCH) {
        let mut batch = Batch::default();
        for object in objects {
            let KeyVerdict::Ours(key) = VpcFlow.owns(&object.key) else {
                panic!("{} is a flow log", object.key)
            };
            let tally = VpcFlow
                .read(&object.bytes, &key, &mut batch, &geolocator, &limits)
                .expect("a flow log");
            records += tally.records;
        }
        rows += batch.rows();
    }
    assert_eq!(records, logs.records, "every record is counted");
    rows
}
