//! What ingestion does in the processor, stage by stage.

use std::hint::black_box;

use comfy_table::Table;
use cpu_time::ProcessTime;
use gumshoe_segments::{Column, Packing, write};
use gumshoe_sources::{Batch, CloudTrail, Geolocator, KeyVerdict, Limits, LogSource};

use crate::logs::{LogObject, Logs, SMALL_BATCH, median};
use crate::yardstick::Yardstick;

type Stage = fn(&Logs);

/// Measures each stage `rounds` times, in turns; gives the CPU seconds of inflating and parsing alone.
pub(crate) fn run(logs: &Logs, rounds: usize) -> f64 {
    let stages: [(&str, Stage); 4] = [
        ("inflate alone", inflate),
        ("inflate + parse alone (yardstick)", parse),
        ("parse + aggregate", |logs| {
            black_box(aggregate(logs));
        }),
        ("parse + aggregate + encode segments", encode),
    ];
    let mut measured: Vec<Vec<f64>> = vec![Vec::new(); stages.len()];
    for _ in 0..rounds {
        for ((_, stage), seconds) in stages.iter().zip(&mut measured) {
            let start = ProcessTime::now();
            stage(logs);
            seconds.push(start.elapsed().as_secs_f64());
        }
    }
    let medians: Vec<f64> = measured.into_iter().map(median).collect();
    let floor = medians[1];
    let mut table = Table::new();
    table.set_header(["stage", "MB per CPU second", "of the yardstick"]);
    for ((name, _), seconds) in stages.iter().zip(&medians) {
        table.add_row([
            (*name).to_owned(),
            format!("{:.0}", logs.rate(*seconds)),
            format!("{:.0} %", 100.0 * floor / seconds),
        ]);
    }
    println!("{table}");
    println!("rows: {} for {} records", aggregate(logs), logs.records);
    floor
}

fn inflate(logs: &Logs) {
    let mut yardstick = Yardstick::new();
    for object in &logs.objects {
        black_box(yardstick.inflate(&object.bytes));
    }
}

fn parse(logs: &Logs) {
    let mut yardstick = Yardstick::new();
    let records: usize = logs
        .objects
        .iter()
        .map(|object| yardstick.parse(&object.bytes))
        .sum();
    assert_eq!(records as u64, logs.records, "every record is parsed");
}

/// The rows of all batches, counted.
fn aggregate(logs: &Logs) -> usize {
    logs.batches(SMALL_BATCH)
        .map(|objects| black_box(read(objects)).rows())
        .sum()
}

fn encode(logs: &Logs) {
    for objects in logs.batches(SMALL_BATCH) {
        let batch = read(objects);
        for (_, rows) in batch.accounts() {
            for day in rows.days() {
                black_box(
                    write::<Column>(rows.sorted_of_day(day), Packing::Fast).expect("a segment"),
                );
            }
        }
    }
}

fn read(objects: &[LogObject]) -> Batch {
    let mut batch = Batch::default();
    let (geolocator, limits) = (Geolocator::none(), Limits::default());
    for object in objects {
        let KeyVerdict::Ours(key) = CloudTrail.owns(&object.key) else {
            panic!("{} is a log file", object.key)
        };
        CloudTrail
            .read(&object.bytes, &key, &mut batch, &geolocator, &limits)
            .expect("a log file");
    }
    batch
}
